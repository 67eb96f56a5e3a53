/** The command as a newcomer uses it: migrate, serve, push, try; with real processes and a real database. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { freshDatabaseUrl } from './testing/postgres-database.ts';
import { cli, otklik, ROOT_KEY } from './testing/command.ts';

// Each step starts a process, and the first one makes a whole database.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ORIGIN = 'http://localhost:3000';
const examples = join(import.meta.dirname, '../../examples/surveys');

let folder: string;
let database: Awaited<ReturnType<typeof freshDatabaseUrl>>;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otklik-serve-'));
  database = await freshDatabaseUrl();
  env = {
    OTKLIK_DATA_DIR: join(folder, 'data'),
    OTKLIK_ROOT_KEY: ROOT_KEY,
    OTKLIK_PORT: '0',
    OTKLIK_LOG_LEVEL: 'silent',
    ...(database !== undefined && { OTKLIK_DATABASE_URL: database.url }),
  };
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database?.drop();
});

interface Serving {
  readonly child: ChildProcess;
  readonly url: string;
  readonly pid: number;
}

/** Starts the service and waits for its first line; a process that ends before that is an error. */
async function serve(more: Record<string, string> = {}): Promise<Serving> {
  const child = spawn(process.execPath, [cli, 'serve', '--json'], {
    env: { ...env, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    lines.push(line);
    if (line.startsWith('{"url"')) {
      return { child, ...(JSON.parse(line) as { url: string; pid: number }) };
    }
  }
  throw new Error(`The service ended before it listened:\n${lines.join('\n')}`);
}

async function stop({ child }: Serving, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [exitCode] = (await ended) as unknown[];
  return exitCode;
}

test('migrate prepares the database, and doing it again changes nothing', async () => {
  expect(await otklik(['migrate'], env)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^The tables are up to date/) as string,
  });
  const again = await otklik(['migrate', '--json'], env);
  expect(JSON.parse(again.stdout)).toEqual({
    database: database === undefined ? 'pglite' : 'postgres',
    upToDate: true,
  });
});

describe("a service of one's own", () => {
  let serving: Serving;
  let at: Record<string, string>;
  beforeAll(async () => {
    serving = await serve();
    at = { OTKLIK_ROOT_KEY: ROOT_KEY, OTKLIK_URL: serving.url };
  });

  test('surveys are pushed, published and listed; the same again is the same version', async () => {
    const files = ['delivery.json', 'feature.json'].map((name) => join(examples, name));
    const push = ['surveys', 'push', ...files, '--publish', '--json'];
    const first = await otklik(push, at);
    expect(JSON.parse(first.stdout)).toMatchObject([
      { id: 'srv_delivery', status: 'published', version: 1 },
      { id: 'srv_feature', status: 'published', version: 1 },
    ]);
    expect((await otklik(push, at)).stdout).toBe(first.stdout);
    const list = await otklik(['surveys', 'list'], at);
    expect(list.stdout).toMatch(/srv_delivery +How the delivery went +published +1 /);
  });

  test('a token opens a session with its signed variables', async () => {
    const minted = await otklik(
      ['token', '--survey', 'srv_delivery', '--origin', ORIGIN, '--var', 'orderNumber=0042'],
      at,
    );
    const body = JSON.stringify({
      token: minted.stdout.trim(),
      responseId: '0198f0a0-0000-7000-8000-000000000001',
    });
    const reply = await fetch(`${serving.url}/v1/sessions`, {
      method: 'POST',
      headers: { origin: ORIGIN },
      body,
    });
    expect(await reply.json()).toMatchObject({
      ask: true,
      survey: { id: 'srv_delivery', version: 1 },
      variables: { orderNumber: { value: '0042', source: 'token' } },
    });
  });

  test('a key is created, used, listed and revoked', async () => {
    const created = await otklik(
      ['keys', 'create', '--name', 'shop', '--scope', 'tokens:mint', '--json'],
      at,
    );
    const { id, secret } = JSON.parse(created.stdout) as { id: string; secret: string };
    const own = { OTKLIK_URL: serving.url, OTKLIK_API_KEY: secret };
    expect((await otklik(['token'], own)).exitCode).toBe(0);
    expect(await otklik(['surveys', 'list'], own)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('lacks the scope') as string,
    });
    const list = await otklik(['keys', 'list'], at);
    expect(list.stdout).toContain(id);
    expect(list.stdout).not.toContain(secret);
    expect((await otklik(['keys', 'revoke', id], at)).stdout).toBe(`${id} "shop" is revoked.\n`);
    expect(await otklik(['token'], own)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('OTKLIK_API_KEY') as string,
    });
  });

  test('a port that is taken is said in a sentence', async () => {
    const other = {
      ...env,
      OTKLIK_DATA_DIR: join(folder, 'other'),
      OTKLIK_PORT: new URL(serving.url).port,
    };
    const { exitCode, stderr } = await otklik(['serve'], other);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^error: Port \d+ is taken by another program; choose another with --port or OTKLIK_PORT\.\n$/,
    );
  });

  test('it stops gracefully, and what it stored is there after the next start', async () => {
    expect(await stop(serving, 'SIGTERM')).toBe(0);
    const next = await serve();
    const list = await otklik(['surveys', 'list', '--json'], { ...at, OTKLIK_URL: next.url });
    expect(JSON.parse(list.stdout)).toHaveLength(2);
    expect(await stop(next, 'SIGINT')).toBe(0);
  });
});

test('a second start on the same folder ends at once and names the first process', async () => {
  const own = { ...env, OTKLIK_DATABASE_URL: '', OTKLIK_DATA_DIR: join(folder, 'own') };
  const first = await serve(own);
  const { exitCode, stderr } = await otklik(['serve'], own);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`in use by process ${first.pid}`);
  const migrating = await otklik(['migrate', '--json'], own);
  expect(JSON.parse(migrating.stderr)).toMatchObject({ error: { code: 'folder_in_use' } });
  expect(await stop(first, 'SIGTERM')).toBe(0);
});

test('bad settings are told together, and the key is not repeated', async () => {
  const { exitCode, stderr } = await otklik(['serve'], {
    ...env,
    OTKLIK_PORT: 'x',
    OTKLIK_ROOT_KEY: 'my secret',
  });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/OTKLIK_PORT must be a port number.*OTKLIK_ROOT_KEY must be "otk_"/s);
  expect(stderr).not.toContain('my secret');
});
