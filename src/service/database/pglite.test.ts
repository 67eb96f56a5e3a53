import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fdatasyncSync, fsyncSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answer } from '../testing/answer.ts';
import { DiskImage } from '../testing/disk-image.ts';
import { type Database, silentLogger } from './database.ts';
import type { Disk } from './durable-node-fs.ts';
import { openPglite } from './pglite.ts';

// The folder, not the dialect, is what is tested here: once is enough.
const suite = describe.runIf((process.env['OTKLIK_TEST_DATABASE'] ?? 'pglite') === 'pglite');

let template: string;
let root: string;
let dataDir: string;

// Making a database takes seconds and is the same every time; each test gets a copy.
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'otklik-template-'));
  await (await open(undefined, template)).close();
}, 60_000);

afterAll(() => rm(template, { recursive: true }));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'otklik-pglite-'));
  dataDir = join(root, 'data');
  await cp(template, dataDir, { recursive: true });
});

afterEach(() => rm(root, { recursive: true, force: true }));

const open = (disk?: Disk, folder = dataDir): Promise<Database> =>
  openPglite({ dataDir: folder, logger: silentLogger, ...(disk === undefined ? {} : { disk }) });

async function store(database: Database): Promise<string> {
  const row = answer();
  await database.write((trx) => trx.insertInto('responses').values(row).execute());
  return row.id;
}

async function storedIds(database: Database): Promise<Set<string>> {
  const rows = await database.db.selectFrom('responses').select('id').execute();
  return new Set(rows.map(({ id }) => id));
}

suite('PGlite in a folder', { timeout: 60_000 }, () => {
  test('an answer is acknowledged after its commit has reached the disk', async () => {
    const events: string[] = [];
    const database = await open({
      fsync: fsyncSync,
      fdatasync: (fd) => {
        fdatasyncSync(fd);
        events.push('synced');
      },
    });
    events.length = 0;
    await database.write(async (trx) => {
      await trx.insertInto('responses').values(answer()).execute();
      events.push('stored');
    });
    events.push('acknowledged');
    await database.close();
    expect(events.slice(0, 3)).toEqual(['stored', 'synced', 'acknowledged']);
  });

  test('answers that arrive together share a sync', async () => {
    let syncs = 0;
    const database = await open({
      fsync: fsyncSync,
      fdatasync: (fd) => {
        fdatasyncSync(fd);
        syncs += 1;
      },
    });
    await store(database);
    syncs = 0;
    await Promise.all(Array.from({ length: 50 }, () => store(database)));
    expect(syncs).toBeGreaterThan(0);
    expect(syncs).toBeLessThan(10);
    await database.close();
  });

  test.runIf(process.platform === 'linux')(
    'a power cut at any moment takes no acknowledged answer',
    async () => {
      const image = new DiskImage(join(dataDir, 'pglite'), join(root, 'image'));
      const database = await open(image);
      const acknowledged: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        acknowledged.push(
          ...(await Promise.all(Array.from({ length: 10 }, () => store(database)))),
        );
        if (round === 1) await sql`checkpoint`.execute(database.db);
      }

      const atTheCut = join(root, 'after');
      await mkdir(atTheCut);
      await rename(image.folder, join(atTheCut, 'pglite'));
      const survivor = await open(undefined, atTheCut);
      const survived = await storedIds(survivor);
      await survivor.close();
      expect(acknowledged.filter((id) => !survived.has(id))).toEqual([]);
      expect(survived.size).toBe(30);
    },
  );

  test.runIf(process.platform === 'linux')(
    'without the sync the same power cut takes them: the test can tell',
    async () => {
      const image = new DiskImage(join(dataDir, 'pglite'), join(root, 'image'));
      const database = await open({ fsync: () => undefined, fdatasync: () => undefined });
      await store(database);

      const atTheCut = join(root, 'after');
      await mkdir(atTheCut);
      await rename(image.folder, join(atTheCut, 'pglite'));
      const survivor = await open(undefined, atTheCut);
      expect(await storedIds(survivor)).toEqual(new Set());
      await survivor.close();
      await database.close();
    },
  );

  describe('when the disk fails', () => {
    let isBroken: boolean;
    let database: Database;
    let acknowledged: string;

    beforeEach(async () => {
      isBroken = false;
      const failing = (sync: (fd: number) => void) => (fd: number) => {
        if (isBroken) throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
        sync(fd);
      };
      database = await open({ fsync: failing(fsyncSync), fdatasync: failing(fdatasyncSync) });
      acknowledged = await store(database);
      isBroken = true;
    });

    test('an answer is refused, not acknowledged', async () => {
      await expect(store(database)).rejects.toMatchObject({ code: 'unavailable' });
      await database.close();
    });

    test('nothing is acknowledged after it, though the disk seems well again', async () => {
      await expect(store(database)).rejects.toThrow();
      isBroken = false;
      await expect(store(database)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(storedIds(database)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(database.ping()).rejects.toMatchObject({ code: 'unavailable' });
      await expect(database.settle()).rejects.toMatchObject({ code: 'unavailable' });
      await database.close();
    });

    test('in the middle of a transaction, that is refused too and nothing hangs', async () => {
      const write = database.write(async (trx) => {
        await trx.insertInto('responses').values(answer()).execute();
        await sql`select pg_logical_emit_message(false, '', '', true)`.execute(trx);
      });
      await expect(write).rejects.toMatchObject({ code: 'unavailable' });
      await database.close();
    });

    test('the next start has every acknowledged answer and takes new ones', async () => {
      await expect(store(database)).rejects.toThrow();
      await database.close();
      const reopened = await open();
      expect(await storedIds(reopened)).toContain(acknowledged);
      await store(reopened);
      await reopened.close();
    });
  });

  test('a killed service loses nothing it acknowledged, and the next start takes its folder over', async () => {
    const script = fileURLToPath(new URL('../testing/answer-writer.ts', import.meta.url));
    const child = spawn(process.execPath, [script, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (id) => {
      acknowledged.push(id);
      if (acknowledged.length === 50) child.kill('SIGKILL');
    });
    await Promise.all([once(child, 'exit'), once(lines, 'close')]);

    const database = await open();
    const survived = await storedIds(database);
    await database.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(50);
    expect(acknowledged.filter((id) => !survived.has(id))).toEqual([]);
  });

  test('a second start on the same folder is refused and harms nothing', async () => {
    const database = await open();
    await expect(open()).rejects.toMatchObject({ code: 'folder_in_use' });
    const id = await store(database);
    await database.close();
    const reopened = await open();
    expect(await storedIds(reopened)).toEqual(new Set([id]));
    await reopened.close();
  });

  test('a first start that was cut short is begun again', async () => {
    const fresh = join(root, 'fresh');
    await mkdir(join(fresh, 'pglite.new', 'base'), { recursive: true });
    const database = await open(undefined, fresh);
    await database.ping();
    await database.close();
    expect(await readdir(fresh)).toEqual(['otklik.mutex', 'pglite']);
  });

  test('a data folder that cannot be made is named', async () => {
    const impossible = join('/dev/null', 'data');
    await expect(open(undefined, impossible)).rejects.toMatchObject({ code: 'folder_unusable' });
  });
});
