/** An operator asks what is wrong; each fault is really there. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { startService } from '../service/index.ts';
import type { RunningService } from '../service/index.ts';
import type { Check } from '../protocol/index.ts';
import { createClient } from '../backend/index.ts';
import { freshDatabaseUrl } from './testing/postgres-database.ts';
import { otklik as otklikProcess, ROOT_KEY } from './testing/command.ts';
import { checkEncryption } from './doctor/outside.ts';
import { run } from './program.ts';

// A database is made, and processes are started.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let database: Awaited<ReturnType<typeof freshDatabaseUrl>>;
let service: RunningService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otklik-doctor-cli-'));
  database = await freshDatabaseUrl();
  service = await startService({
    dataDir: folder,
    databaseUrl: database?.url,
    port: 0,
    rootKey: ROOT_KEY,
    logLevel: 'silent',
    origins: ['https://shop.example'],
  });
});
afterAll(async () => {
  await service.stop();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Examined {
  readonly exitCode: number;
  readonly checks: readonly Check[];
  readonly stderr: string;
}

/** In this process, with what touches the world in the test's hands. */
async function doctor(
  url: string,
  {
    fetch = globalThis.fetch,
    key = ROOT_KEY,
  }: { fetch?: typeof globalThis.fetch; key?: string } = {},
): Promise<Examined> {
  const written = { stdout: '', stderr: '' };
  const exitCode = await run(['doctor', '--json', '--url', url], {
    env: { OTKLIK_ROOT_KEY: key, OTKLIK_DATA_DIR: folder },
    stdout: { write: (words) => (written.stdout += words) },
    stderr: { write: (words) => (written.stderr += words) },
    fetch,
  });
  const { checks } = JSON.parse(written.stdout) as { checks: readonly Check[] };
  return { exitCode, checks, stderr: written.stderr };
}

const of = (name: string, { checks }: Examined): readonly Check[] =>
  checks.filter((check) => check.name === name);

/** The real service behind a proxy that changes what comes back, or what goes there. */
async function behind(
  change: (request: Request, forward: (request: Request) => Promise<Response>) => Promise<Response>,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const forward = async (request: Request): Promise<Response> => {
    const address = new URL(request.url);
    const { pathname, search } = address;
    const body = request.method === 'GET' ? null : await request.arrayBuffer();
    const init = { method: request.method, headers: request.headers, body };
    return await service.fetch(new Request(`${service.url}${pathname}${search}`, init));
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', url = '/' } = incoming;
      const named = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
      const headers = new Headers(Object.fromEntries(named) as Record<string, string>);
      const body = method === 'GET' ? null : Buffer.concat(chunks);
      const request = new Request(`http://localhost${url}`, { method, headers, body });
      void change(request, forward).then(async (reply) => {
        outgoing.writeHead(reply.status, Object.fromEntries(reply.headers));
        outgoing.end(Buffer.from(await reply.arrayBuffer()));
      });
    });
  });
  server.listen(0);
  await once(server, 'listening');
  try {
    await work(`http://localhost:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a healthy service is found so, from inside and outside, and the exit code is 0', async () => {
  const examined = await doctor(service.url);
  expect(examined.checks.filter(({ level }) => level === 'fail')).toEqual([]);
  expect([examined.exitCode, examined.stderr]).toEqual([0, '']);
  expect(of('service', examined)).toMatchObject([{ level: 'ok' }]);
  expect(of('clocks', examined)).toMatchObject([{ level: 'ok' }, { level: 'ok' }]);
  expect(of('script', examined)).toMatchObject([{ level: 'ok' }]);
  expect(of('way', examined)).toMatchObject([{ level: 'ok' }, { level: 'ok' }]);
  expect(of('durability', examined).every(({ level }) => level === 'ok')).toBe(true);
});

test('as a process it prints a line for each check, and what to do below', async () => {
  const env = { OTKLIK_ROOT_KEY: ROOT_KEY, OTKLIK_URL: service.url };
  const { exitCode, stdout } = await otklikProcess(['doctor'], env);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ok {4}service {4}http:\/\/localhost:\d+ answers: version /);
  expect(stdout).toMatch(
    /^warn {2}keys {7}There is no API key but the root key.*\n {17}→ Give each system/m,
  );
});

describe('a service that is not reached', () => {
  test('is looked for in its folder, where it is alive at another address', async () => {
    const examined = await doctor('http://localhost:1');
    expect(examined.exitCode).toBe(1);
    expect(examined.stderr).toContain('checks failed');
    expect(of('service', examined)).toMatchObject([
      { level: 'fail', finding: expect.stringContaining('cannot be reached') as string },
    ]);
    if (database !== undefined) return;
    expect(of('lock', examined)).toMatchObject([
      { level: 'fail', finding: expect.stringContaining(`process ${process.pid}`) as string },
    ]);
  });

  test('because the key is wrong, or may not look, is told apart from one that is away', async () => {
    const wrong = await doctor(service.url, { key: `otk_default_${'a'.repeat(43)}` });
    expect(wrong.exitCode).toBe(1);
    expect(of('service', wrong)[0]!.finding).toMatch(/answers, but not to this key/);
    const client = createClient({ endpoint: service.url, apiKey: ROOT_KEY });
    const { secret } = await client.createKey({ name: 'small', scopes: ['tokens:mint'] });
    expect(of('service', await doctor(service.url, { key: secret }))[0]!.level).toBe('fail');
  });
});

describe('a proxy', () => {
  test('that takes no large bodies is found', async () => {
    await behind(
      async (request, forward) => {
        const length = Number(request.headers.get('content-length') ?? 0);
        return length > 65_536 ? new Response('<html>413', { status: 413 }) : forward(request);
      },
      async (url) => {
        const examined = await doctor(url);
        expect(examined.exitCode).toBe(1);
        expect(of('way', examined).find(({ level }) => level === 'fail')?.finding).toMatch(
          /256 KiB is answered 413/,
        );
      },
    );
  });

  test('that keeps the origin to itself is found', async () => {
    await behind(
      async (request, forward) => {
        const headers = new Headers(request.headers);
        headers.delete('origin');
        return await forward(new Request(request, { headers }));
      },
      async (url) => {
        const found = of('way', await doctor(url)).find(({ level }) => level === 'fail');
        expect(found?.finding).toMatch(/name no origin/);
      },
    );
  });

  test('that adds "*" of its own is found', async () => {
    await behind(
      async (request, forward) => {
        const reply = await forward(request);
        const headers = new Headers(reply.headers);
        headers.set('access-control-allow-origin', '*');
        return new Response(reply.body, { status: reply.status, headers });
      },
      async (url) => {
        const found = of('way', await doctor(url)).find(({ level }) => level === 'fail');
        expect(found?.finding).toMatch(/name the origin "\*"/);
      },
    );
  });

  test('that undoes the compression is a warning', async () => {
    await behind(
      async (request, forward) => {
        const headers = new Headers(request.headers);
        headers.delete('accept-encoding');
        return await forward(new Request(request, { headers }));
      },
      async (url) => {
        expect(of('script', await doctor(url))).toMatchObject([{ level: 'warn' }]);
      },
    );
  });
});

test('a service whose machine lives in another minute is found by the clock', async () => {
  const late: typeof fetch = async (input, init) => {
    const reply = await fetch(input, init);
    if (!reply.url.endsWith('/v1/doctor')) return reply;
    const report = (await reply.json()) as { time: string };
    const time = new Date(Date.parse(report.time) - 90_000).toISOString();
    return Response.json({ ...report, time });
  };
  const examined = await doctor(service.url, { fetch: late });
  expect(of('clocks', examined)).toMatchObject([
    { level: 'ok' },
    { level: 'fail', finding: expect.stringMatching(/\d\d\.\d s apart/) as string },
  ]);
});

test.each([
  ['http://surveys.example', 'fail'],
  ['http://localhost:8787', 'ok'],
  ['https://surveys.example', 'ok'],
])('%s: encryption %s', (url, level) => {
  expect(checkEncryption(url).level).toBe(level);
});
