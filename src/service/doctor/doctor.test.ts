/** Each fault is really made; the doctor finds it and says what to do. */
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DoctorReport } from '../../protocol/index.ts';
import type { Check } from '../../protocol/index.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import type { Database } from '../database/database.ts';
import { freshDatabase } from '../testing/database.ts';
import { toJson } from '../database/json.ts';
import { answers, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { FILE_SURVEY, pieceHead, sendPiece, testFile } from '../testing/files.ts';
import { invite } from '../testing/invitations.ts';

let test: TestService;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otklik-doctor-'));
  await mkdir(join(folder, 'public'));
  const script = Buffer.from('export {};');
  const hash = createHash('sha256').update(script).digest('base64');
  await writeFile(join(folder, 'public/otklik.js'), script);
  await writeFile(join(folder, 'public/otklik.js.br'), brotliCompressSync(script));
  await writeFile(join(folder, 'public/manifest.json'), JSON.stringify({ 'otklik.js': { hash } }));
  test = await testService({
    now: () => test?.clock.now ?? new Date(),
    publicDir: join(folder, 'public'),
  });
  test.clock.now = new Date();
});
afterAll(async () => {
  await test.service.close();
  await rm(folder, { recursive: true, force: true });
});

async function report(of: TestService = test): Promise<DoctorReport> {
  const { status, json } = await of.api('GET', '/v1/doctor');
  expect(status).toBe(200);
  return DoctorReport.parse(json);
}

async function checks(name: string, of: TestService = test): Promise<readonly Check[]> {
  return (await report(of)).checks.filter((check) => check.name === name);
}

const levels = (found: readonly Check[]): readonly string[] => found.map(({ level }) => level);
const findings = (found: readonly Check[]): string => found.map(({ finding }) => finding).join(' ');

/** A report writes, flushes and looks at a disk, and a machine may be busy. */
const ROOM = { timeout: 20_000 };
const DAY_MS = 24 * 60 * 60 * 1000;
const daysAgo = (days: number): string =>
  new Date(test.clock.now.getTime() - days * DAY_MS).toISOString();

describe('the doctor', () => {
  it('says what it has found of everything, with advice wherever something is wrong', async () => {
    const { checks: all, database, version } = await report();
    expect(database).toBe(test.service.database.kind);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    const names = new Set(all.map(({ name }) => name));
    for (const name of [
      'durability',
      'migrations',
      'quarantine',
      'files',
      'responses',
      'invitations',
      'clocks',
      'origins',
      'keys',
      'push',
      'widget',
      'proxy',
      'address',
      'disk',
    ]) {
      expect(names).toContain(name);
    }
    for (const { level, advice } of all) expect(advice === null).toBe(level === 'ok');
  });

  it('needs a key that may look at the operation', async () => {
    const make = (scope: string) => test.api('POST', '/v1/keys', { name: 'x', scopes: [scope] });
    const [may, mayNot] = [await make('operation:read'), await make('keys:write')];
    const ask = (key: string) => test.api('GET', '/v1/doctor', undefined, { key });
    expect((await ask(may.json.secret)).status).toBe(200);
    expect((await ask(mayNot.json.secret)).json.code).toBe('scope_missing');
  });

  it('answers although the database is away, and says so of each thing that it cannot find out', async () => {
    const database = await freshDatabase();
    let isAway = false;
    const away = new DatabaseUnavailable('The cable is out.');
    const cabled: Database = {
      ...database,
      get db() {
        if (isAway) throw away;
        return database.db;
      },
      write: (work) => (isAway ? Promise.reject(away) : database.write(work)),
    };
    const broken = await testService({ database: cabled });
    isAway = true;
    const found = await checks('durability', broken);
    isAway = false;
    await broken.service.close();
    expect(found).toMatchObject([
      { level: 'fail', finding: expect.stringContaining('The cable is out') },
    ]);
  });
});

describe('durability', () => {
  it('is tried by a write that has reached the disk', async () => {
    expect(findings(await checks('durability'))).toMatch(
      /A write (reached the disk in|.*took) \d+ ms/,
    );
  });

  it('without fsync is a failure', async () => {
    // A database in memory, as the tests have it, runs without; a PostgreSQL server is not restarted for this.
    if (test.service.database.kind === 'postgres') return;
    expect(await checks('durability')).toContainEqual({
      name: 'durability',
      level: 'fail',
      finding: 'fsync is off.',
      advice: expect.stringContaining('otklik serve') as string,
    });
  });

  it('with commits that do not wait for the disk is a failure on PostgreSQL', async () => {
    const { kind, db, write } = test.service.database;
    if (kind === 'pglite') return;
    const name = (await sql<{ name: string }>`select current_database() as name`.execute(db))
      .rows[0]!.name;
    const set = (value: string) =>
      write(async (trx) => {
        await sql`alter database ${sql.id(name)} set synchronous_commit = ${sql.lit(value)}`.execute(
          trx,
        );
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`.execute(
          trx,
        );
      });
    await set('off');
    // A connection learns of it when it is made.
    await expect
      .poll(async () => {
        const found = await Promise.all([1, 2, 3, 4].map(() => checks('durability')));
        return findings(found.flat());
      }, ROOM)
      .toContain('synchronous_commit is off.');
    await set('on');
    // The connections that were cut are noticed one by one.
    await expect
      .poll(
        async () =>
          levels(
            (await Promise.all([1, 2, 3, 4].map(() => report()))).flatMap((one) => one.checks),
          ),
        ROOM,
      )
      .not.toContain('fail');
  });
});

describe('the tables', () => {
  it('of this version are up to date', async () => {
    expect(levels(await checks('migrations'))).toEqual(['ok']);
  });

  it('that lack a migration, or have one that nobody here knows, are told', async () => {
    const { write } = test.service.database;
    const rename = (from: string, to: string) =>
      write((trx) =>
        sql`update kysely_migration set name = ${to} where name = ${from}`.execute(trx),
      );
    await rename('0002-files', '9999-later');
    const missing = await checks('migrations');
    await write((trx) =>
      sql`insert into kysely_migration (name, timestamp) values ('0002-files', '')`.execute(trx),
    );
    const later = await checks('migrations');
    await write((trx) => sql`delete from kysely_migration where name = '9999-later'`.execute(trx));
    expect(missing).toMatchObject([{ level: 'fail', finding: 'The tables lack 0002-files.' }]);
    expect(later).toMatchObject([
      { level: 'warn', finding: expect.stringContaining('9999-later') },
    ]);
  });
});

describe('what waits', () => {
  it('for repair is counted, with the age of the oldest', async () => {
    await test.publish('srv_a');
    expect(levels(await checks('quarantine'))).toEqual(['ok']);
    const session = await test.session();
    await test.submit(submission(session, { answers: answers({ score: 11 }), status: 'partial' }));
    await test.submit(submission(session, { answers: answers({ score: 12 }), status: 'partial' }));
    test.advance(3 * DAY_MS);
    const found = await checks('quarantine');
    test.advance(-3 * DAY_MS);
    expect(found).toMatchObject([
      { level: 'warn', finding: '2 payloads with answers wait for repair, the oldest for 3 days.' },
    ]);
    const { json } = await test.api('GET', '/v1/quarantine');
    for (const { id } of json.items) {
      await test.api('POST', `/v1/quarantine/${id}/discard`, { reason: 'a test' });
    }
    expect(levels(await checks('quarantine'))).toEqual(['ok']);
  });

  it('for the rest of a file is counted; what the upkeep should have cleared away is a warning', async () => {
    await test.publish('srv_files', FILE_SURVEY);
    const session = await test.session({ survey: 'srv_files' });
    const file = testFile(100_000);
    await sendPiece(test, pieceHead(session, file), file.content.subarray(0, 20_000));
    expect(await checks('files')).toMatchObject([
      { level: 'ok', finding: expect.stringContaining('1 file not yet arrived') },
    ]);
    test.advance(200 * DAY_MS);
    const late = await checks('files');
    await test.service.upkeep();
    const cleared = await checks('files');
    test.advance(-200 * DAY_MS);
    expect(levels(late)).toEqual(['ok', 'warn']);
    expect(levels(cleared)).toEqual(['ok']);
  });

  it('for the end of a response is counted', async () => {
    const session = await test.session();
    await test.submit(submission(session, { answers: answers({ score: 3 }), status: 'partial' }));
    expect(findings(await checks('responses'))).toMatch(/\d+ responses? half-way/);
  });
});

describe('invitations', () => {
  it('that are due and were not attended to are a warning, until they are', async () => {
    await test.publish('srv_a');
    await invite(test, { delay: 60 });
    expect(levels(await checks('invitations'))).toEqual(['ok']);
    test.advance(2 * DAY_MS);
    const late = await checks('invitations');
    await test.service.tick();
    const attended = await checks('invitations');
    test.advance(-2 * DAY_MS);
    expect(late).toMatchObject([
      { level: 'warn', finding: expect.stringMatching(/^1 invitation should .* for 1 day\.$/) },
    ]);
    expect(levels(attended)).toEqual(['ok']);
  });
});

describe('clocks', () => {
  it.each([
    [0, 'ok'],
    [8_000, 'warn'],
    [-8_000, 'warn'],
    [120_000, 'fail'],
  ])('that are %d ms apart are told: %s', async (ms, level) => {
    test.clock.now = new Date(Date.now() + ms);
    const found = await checks('clocks');
    test.clock.now = new Date();
    expect(levels(found)).toEqual([level]);
  });
});

describe('origins', () => {
  async function withOrigins(origins: readonly string[]): Promise<readonly Check[]> {
    const { db, write } = test.service.database;
    const before = await db.selectFrom('projects').select('origins').executeTakeFirstOrThrow();
    const set = (list: readonly string[]) =>
      write((trx) =>
        trx
          .updateTable('projects')
          .set({ origins: toJson(list) })
          .execute(),
      );
    await set(origins);
    const found = await checks('origins');
    await set(before.origins);
    return found;
  }

  it.each([
    ['https://shop.example', 'ok', /may ask/],
    ['http://localhost:3000', 'ok', /may ask/],
    ['http://shop.example', 'warn', /not encrypted/],
    ['null', 'fail', /sandboxed frames/],
    ['*', 'fail', /letter by letter/],
    ['https://*.shop.example', 'fail', /letter by letter/],
    ['https://shop.example/', 'fail', /no browser calls a page so/],
    ['https://Shop.example', 'fail', /no browser calls a page so/],
    ['https://shop.example:443', 'fail', /no browser calls a page so/],
    ['capacitor://localhost', 'ok', /may ask/],
  ])('%s: %s', async (origin, level, words) => {
    const found = await withOrigins([origin]);
    expect(levels(found)).toEqual([level]);
    expect(findings(found)).toMatch(words);
  });

  it('that are none, although surveys are published, are a warning', async () => {
    const found = await withOrigins([]);
    expect(levels(found)).toEqual(['warn']);
    expect(findings(found)).toMatch(/published surveys?, and the project names no origin/);
  });
});

describe('keys', () => {
  async function withKey(change: Record<string, unknown>): Promise<readonly Check[]> {
    const { json } = await test.api('POST', '/v1/keys', { name: 'aged', scopes: ['surveys:read'] });
    await test.service.database.write((trx) =>
      trx.updateTable('api_keys').set(change).where('id', '=', json.id).execute(),
    );
    const found = (await checks('keys')).filter(({ finding }) => finding.includes(json.id));
    await test.api('DELETE', `/v1/keys/${json.id}`);
    return found;
  }

  it.each([
    ['new', () => ({ last_used_at: null }), undefined],
    ['expired', () => ({ expires_at: daysAgo(2) }), /has expired/],
    ['about to end', () => ({ expires_at: daysAgo(-5) }), /ends in \d days?/],
    [
      'never used',
      () => ({ created_at: daysAgo(100) }),
      /was never used since it was made, 100 days ago/,
    ],
    [
      'not used for long',
      () => ({ created_at: daysAgo(200), last_used_at: daysAgo(95) }),
      /was not used for 95 days/,
    ],
    ['old', () => ({ created_at: daysAgo(400), last_used_at: daysAgo(1) }), /is 400 days old/],
  ])('that are %s', async (_what, change, words) => {
    const found = await withKey(change());
    if (words === undefined) return expect(found).toEqual([]);
    expect(levels(found)).toEqual(['warn']);
    expect(findings(found)).toMatch(words);
  });

  it('that sign tokens and are old are told by their name', async () => {
    await test.token();
    await test.service.database.write((trx) =>
      trx
        .updateTable('signing_keys')
        .set({ created_at: daysAgo(500) })
        .execute(),
    );
    expect(findings(await checks('keys'))).toMatch(
      /The signing key \S+ \(the service's\) is 500 days old/,
    );
  });
});

describe("the widget's files", () => {
  const path = (file: string) => join(folder, 'public', file);

  it('that are whole and compressed are told with their hash', async () => {
    expect(findings(await checks('widget'))).toMatch(
      /1 file, each whole and compressed; otklik.js is \S{12}…/,
    );
  });

  it.each([
    ['changed after the build', 'otklik.js', 'export const evil = 1;', /not as it was built/],
    [
      'compressed from something else',
      'otklik.js.br',
      brotliCompressSync('other'),
      /holds something else/,
    ],
    ['compressed to rubbish', 'otklik.js.br', 'rubbish', /cannot be read/],
    ['without a list', 'manifest.json', '{', /There is no widget/],
  ])('that are %s are a failure', async (_what, file, content, words) => {
    const before = await readFile(path(file));
    await writeFile(path(file), content);
    const found = await checks('widget');
    await writeFile(path(file), before);
    expect(levels(found)).toEqual(['fail']);
    expect(findings(found)).toMatch(words);
  });

  it('that are not there are a failure', async () => {
    await cp(path('otklik.js.br'), path('kept'));
    await rename(path('otklik.js.br'), path('moved'));
    const found = await checks('widget');
    await rename(path('moved'), path('otklik.js.br'));
    expect(levels(found)).toEqual(['fail']);
  });
});

describe('the way to the service', () => {
  it('through a proxy that the settings do not name is a warning with its address', async () => {
    const request = (peer: string): Promise<Response> =>
      test.service.fetch(
        new Request('http://service.test/v1/doctor', {
          headers: { authorization: `Bearer ${KEY}`, 'x-forwarded-for': '203.0.113.9' },
        }),
        peer,
      );
    const { json } = await test.api('POST', '/v1/keys', { name: 'p', scopes: ['operation:read'] });
    const KEY = json.secret;
    const proxy = async (peer: string): Promise<Check | undefined> =>
      DoctorReport.parse(await (await request(peer)).json()).checks.find(
        ({ name }) => name === 'proxy',
      );
    expect(await proxy('10.1.2.3')).toMatchObject({
      level: 'warn',
      advice: expect.stringContaining('OTKLIK_TRUSTED_PROXIES=10.1.2.3') as string,
    });
  });

  it('is not known from outside until it is set', async () => {
    expect(await checks('address')).toMatchObject([{ level: 'warn' }]);
    const named = await testService({ publicUrl: 'https://surveys.example' });
    expect(await checks('address', named)).toMatchObject([{ level: 'ok' }]);
    await named.service.close();
    const open = await testService({ publicUrl: 'http://surveys.example' });
    expect(await checks('address', open)).toMatchObject([
      { level: 'warn', finding: 'http://surveys.example is not encrypted.' },
    ]);
    await open.service.close();
  });
});
