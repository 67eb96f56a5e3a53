import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';

import { otklik, otklikWith, ROOT_KEY } from './testing/command.ts';

// Many of these start a process.
vi.setConfig({ testTimeout: 60_000 });

const folder = await mkdtemp(join(tmpdir(), 'otklik-cli-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const hello = (id: string): string =>
  JSON.stringify(
    {
      id,
      title: { en: 'Hello' },
      defaultLanguage: 'en',
      screens: [{ id: 'one', questions: [{ id: 'q', type: 'nps', title: { en: 'How?' } }] }],
      thanks: { title: { en: 'Thanks' } },
    },
    null,
    2,
  );

const AT = '2026-11-22T12:40:31.000Z';
const survey = (id: string, more: object = {}) => ({
  id,
  status: 'published',
  version: 3,
  draft: { ...(JSON.parse(hello(id)) as object), id: undefined },
  createdAt: AT,
  updatedAt: AT,
  ...more,
});
const key = {
  id: 'key_a',
  name: 'shop backend',
  scopes: ['tokens:mint'],
  createdAt: AT,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: AT,
};

const nobody = (): Response => expect.fail('Nothing should have been sent.');

function refused(code: string, status: number, errors?: object[]): Response {
  const headers = { 'content-type': 'application/problem+json' };
  return Response.json({ type: 'x', title: 'x', status, code, errors }, { status, headers });
}

describe('understood, or not', () => {
  test.each([
    [
      ['--help'],
      /Start here:.*OTKLIK_URL.*Exit codes: 0 done, 1 refused or failed, 2 not understood/s,
    ],
    [['serve', '--help'], /--port <port>.*Ctrl-C or SIGTERM.*Examples:/s],
    [['migrate', '--help'], /--data-dir.*Examples:/s],
    [['keys', 'create', '--help'], /tokens:mint.*Examples:/s],
    [['surveys', 'push', '--help'], /--publish.*A small survey:/s],
    [['token', '--help'], /--var <name=value>.*Examples:/s],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('otklik %j helps and ends with 0', async (args, words) => {
    const { exitCode, stdout, stderr } = await otklikWith(nobody, args, {
      env: { OTKLIK_ROOT_KEY: '' },
    });
    expect(stdout).toMatch(words);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test.each([
    [['fly'], /unknown command 'fly'/],
    [['surveys', 'list', '--jsno'], /unknown option '--jsno'.*--json/s],
    [['keys', 'create', '--name', 'x', '--scope', 'surveys:reed'], /The scopes are: surveys:read/],
    [['keys', 'create', '--scope', 'surveys:read'], /required option '--name <name>'/],
    [
      ['keys', 'create', '--name', 'x', '--scope', 'surveys:read', '--expires', '2020-01-01'],
      /a time to come/,
    ],
    [['token', '--var', 'orderNumber'], /name=value/],
    [['token', '--var', 'count:=many'], /number, true or false/],
    [['keys'], /Usage: otklik keys/],
    [['surveys', 'list'], /There is no key to call the service with; set OTKLIK_API_KEY/],
  ])('otklik %j is not understood and ends with 2', async (args, words) => {
    const { exitCode, stdout, stderr } = await otklikWith(nobody, args, {
      env: { OTKLIK_ROOT_KEY: '' },
    });
    expect(stderr).toMatch(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });
});

describe('as a process', () => {
  test('the help is on standard output and ends with 0, a mistake on standard error and with 2', async () => {
    const [help, mistake] = await Promise.all([otklik(['--help']), otklik(['fly'])]);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    expect(help.stdout).toMatch(/^Usage: otklik/);
    expect(mistake).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('all faults of all files are told by line, and nothing is sent', async () => {
    const one = await file('one.json', hello('srv_one').replace('"nps"', '"npz"'));
    const two = await file(
      'two.json',
      hello('srv_two').replace('"defaultLanguage"', '"defaultLang"'),
    );
    const env = { OTKLIK_ROOT_KEY: ROOT_KEY, OTKLIK_URL: 'http://localhost:1' };
    const { exitCode, stdout, stderr } = await otklik(['surveys', 'push', one, two], env);
    expect(stderr.split('\n')).toEqual([
      `${one}:13:11 /screens/0/questions/0/type: must be "nps", "csat", "ces", "rating", "single", "multiple", "matrix", "ranking", "slider", "text", "email", "phone", "url", "number", "date", "time", "address", "contact", "consent", "file", "signature", "statement", "link" or "hidden"`,
      `${two}:1:1 /defaultLanguage: is missing; it must be a string`,
      `${two}:6:3 /defaultLang: is not known here; remove it, or check its spelling`,
      'error: Nothing more was sent: mend 3 places and push again.',
      '',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  });

  test('with --json the faults are for machines', async () => {
    const one = await file('bad.json', hello('hello'));
    const { exitCode, stderr } = await otklik(['surveys', 'push', one, '--json'], {
      OTKLIK_ROOT_KEY: ROOT_KEY,
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: 'survey_invalid',
        errors: [{ file: one, line: 2, column: 3, pointer: '/id' }],
      },
    });
  });

  test('a file that is not there, and a service that is not there', async () => {
    const env = { OTKLIK_ROOT_KEY: ROOT_KEY, OTKLIK_URL: 'http://localhost:1' };
    const noFile = await otklik(['surveys', 'push', join(folder, 'none.json')], env);
    expect(noFile).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/none\.json: there is no such file\.\n$/) as string,
    });
    const noService = await otklik(['surveys', 'list'], env);
    expect(noService).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error: The service cannot be reached.*Start it with "otklik serve", or set OTKLIK_URL/,
      ) as string,
    });
    expect(noService.stderr).not.toContain(ROOT_KEY);
  });
});

describe('surveys', () => {
  test('push writes the drafts and publishes them', async () => {
    const paths = [await file('a.json', hello('srv_a')), await file('b.json', hello('srv_b'))];
    const calls: string[] = [];
    const ran = await otklikWith(
      async (request) => {
        const { pathname } = new URL(request.url);
        calls.push(`${request.method} ${pathname}`);
        if (request.method === 'POST') {
          return Response.json({ survey: 'x', version: 4, content: {}, publishedAt: AT });
        }
        expect(await request.json()).toMatchObject({ draft: { title: { en: 'Hello' } } });
        return Response.json(survey(pathname.split('/').at(-1) ?? ''));
      },
      ['surveys', 'push', ...paths, '--publish'],
    );
    expect(calls).toEqual([
      'PUT /v1/surveys/srv_a',
      'POST /v1/surveys/srv_a/publish',
      'PUT /v1/surveys/srv_b',
      'POST /v1/surveys/srv_b/publish',
    ]);
    expect(ran.stdout).toBe(
      `${paths[0]}: srv_a is published as version 4.\n${paths[1]}: srv_b is published as version 4.\n`,
    );
  });

  test("the service's own complaints are told by line", async () => {
    const path = await file('c.json', hello('srv_c'));
    const errors = [
      { pointer: '/draft/screens/0/questions/0/title', code: 'x', message: 'is too odd' },
    ];
    const ran = await otklikWith(
      () => refused('survey_invalid', 422, errors),
      ['surveys', 'push', path],
    );
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr.split('\n')[0]).toBe(
      `${path}:14:11 /screens/0/questions/0/title: is too odd`,
    );
  });

  test('two files with one id are refused', async () => {
    const paths = [await file('d.json', hello('srv_d')), await file('e.json', hello('srv_d'))];
    const ran = await otklikWith(nobody, ['surveys', 'push', ...paths]);
    expect(ran.stderr).toContain(`${paths[1]}:2:3 /id: is also the id of another file`);
  });

  const listed = (): Response =>
    Response.json({
      items: [survey('srv_a'), survey('srv_longer', { status: 'draft', version: null })],
    });

  test('list is a table for people, without colours off a terminal', async () => {
    const ran = await otklikWith(listed, ['surveys', 'list']);
    expect(ran.stdout).toBe(
      [
        'ID          TITLE  STATUS     VERSION  CHANGED (UTC)',
        'srv_a       Hello  published  3        2026-11-22 12:40',
        'srv_longer  Hello  draft      –        2026-11-22 12:40',
        '',
      ].join('\n'),
    );
  });

  test('list has colours on a terminal, and none under NO_COLOR', async () => {
    const isTTY = true;
    expect((await otklikWith(listed, ['surveys', 'list'], { isTTY })).stdout).toContain(
      '\u001b[1mID',
    );
    const plain = await otklikWith(listed, ['surveys', 'list'], { isTTY, env: { NO_COLOR: '1' } });
    expect(plain.stdout).not.toContain('\u001b');
  });

  test('list is JSON for machines, and words when there is nothing', async () => {
    const machine = await otklikWith(listed, ['surveys', 'list', '--json']);
    expect(JSON.parse(machine.stdout)).toMatchObject([
      { id: 'srv_a', title: 'Hello', version: 3 },
      { version: null },
    ]);
    const nothing = await otklikWith(() => Response.json({ items: [] }), ['surveys', 'list']);
    expect(nothing).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringContaining('No surveys yet') as string,
    });
  });

  test('a title cannot rule the terminal', async () => {
    const draft = { title: { en: '\u001b[2J\u202eevil\nline' }, defaultLanguage: 'en' };
    const ran = await otklikWith(
      () => Response.json({ items: [survey('srv_a', { draft })] }),
      ['surveys', 'list'],
    );
    expect(ran.stdout).toContain('�[2J�evil�line');
  });

  test('publish says the version; an unknown survey says where to look', async () => {
    const version = { survey: 'srv_a', version: 2, content: {}, publishedAt: AT };
    const good = await otklikWith(() => Response.json(version), ['surveys', 'publish', 'srv_a']);
    expect(good.stdout).toBe('srv_a is published as version 2.\n');
    const bad = await otklikWith(
      () => refused('survey_unknown', 404),
      ['surveys', 'publish', 'srv_x'],
    );
    expect(bad).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('"otklik surveys list" shows') as string,
    });
  });
});

describe('keys', () => {
  test('create prints the secret alone on standard output, and the warning beside it', async () => {
    const ran = await otklikWith(
      async (request) => {
        expect(await request.json()).toEqual({
          name: 'shop',
          scopes: ['tokens:mint', 'surveys:read'],
        });
        expect(request.headers.get('authorization')).toBe(`Bearer ${ROOT_KEY}`);
        return Response.json({ ...key, secret: 'otk_new_secret' }, { status: 201 });
      },
      [
        'keys',
        'create',
        '--name',
        'shop',
        '--scope',
        'tokens:mint',
        '--scope',
        'surveys:read,tokens:mint',
      ],
    );
    expect(ran.stdout).toBe('otk_new_secret\n');
    expect(ran.stderr).toMatch(/key_a "shop backend" may: tokens:mint\n.*not shown again/s);
  });

  test('OTKLIK_API_KEY goes before the root key, and --url before OTKLIK_URL', async () => {
    const env = {
      OTKLIK_API_KEY: 'otk_mine_0123456789abcdefghijkl',
      OTKLIK_URL: 'http://localhost:1',
    };
    const ran = await otklikWith(
      (request) => {
        expect(request.headers.get('authorization')).toBe(`Bearer ${env.OTKLIK_API_KEY}`);
        expect(request.url).toBe('http://localhost:2/v1/keys');
        return Response.json({ items: [] });
      },
      ['keys', 'list', '--url', 'http://localhost:2'],
      { env },
    );
    expect(ran.exitCode).toBe(0);
  });

  test('list shows the valid ones, with --all every one and its state', async () => {
    const gone = { ...key, id: 'key_b', revokedAt: AT };
    const over = { ...key, id: 'key_c', expiresAt: '2020-01-01T00:00:00.000Z' };
    const service = (): Response => Response.json({ items: [key, gone, over] });
    expect((await otklikWith(service, ['keys', 'list'])).stdout).not.toMatch(/key_[bc]/);
    const all = await otklikWith(service, ['keys', 'list', '--all']);
    expect(all.stdout).toMatch(/key_a +shop backend +valid.*key_b.* revoked .*key_c.* expired /s);
  });

  test('revoke takes several and stops at the first refusal', async () => {
    const asked: string[] = [];
    const ran = await otklikWith(
      (request) => {
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        return asked.length === 1 ? Response.json(key) : refused('key_unknown', 404);
      },
      ['keys', 'revoke', 'key_a', 'key_b', 'key_c'],
    );
    expect(asked).toEqual(['DELETE /v1/keys/key_a', 'DELETE /v1/keys/key_b']);
    expect(ran).toMatchObject({ exitCode: 1, stdout: 'key_a "shop backend" is revoked.\n' });
  });
});

describe('token', () => {
  test('variables are texts unless said otherwise, and the token stands alone', async () => {
    const ran = await otklikWith(
      async (request) => {
        expect(await request.json()).toEqual({
          survey: 'srv_a',
          respondent: 'customer-42',
          variables: { orderNumber: '0042', count: 3, gift: true, note: 'a=b' },
          origins: ['http://localhost:3000', 'https://shop.example.com'],
          ttlSeconds: 60,
        });
        return Response.json({ token: 'eyJ.a.b', expiresAt: AT }, { status: 201 });
      },
      [
        'token',
        '--survey',
        'srv_a',
        '--respondent',
        'customer-42',
        '--ttl',
        '60',
        '--var',
        'orderNumber=0042',
        '--var',
        'count:=3',
        '--var',
        'gift:=true',
        '--var',
        'note=a=b',
        '--origin',
        'http://localhost:3000',
        '--origin',
        'https://shop.example.com',
      ],
    );
    expect(ran).toEqual({
      exitCode: 0,
      stdout: 'eyJ.a.b\n',
      stderr: `It opens one session until ${AT}.\n`,
    });
  });

  test('a refusal names the places', async () => {
    const errors = [{ pointer: '/survey', code: 'x', message: 'must look like srv_…' }];
    const ran = await otklikWith(
      () => refused('request_invalid', 400, errors),
      ['token', '--survey', 'a'],
    );
    expect(ran).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('/survey must look like srv_…') as string,
    });
  });
});
