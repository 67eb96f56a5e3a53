import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

import { LIMITS } from '../protocol/index.ts';
import { startService } from './listen.ts';
import type { ListenOptions, RunningService } from './listen.ts';
import { freshDatabase } from './testing/database.ts';
import {
  newResponseId,
  parsedReply,
  ROOT_KEY,
  SHOP,
  submission,
  SURVEY,
} from './testing/service.ts';

let running: RunningService | undefined;
let child: ChildProcess | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
  child?.kill('SIGKILL');
  child = undefined;
});

async function start(
  stopWithinMs?: number,
  more: Partial<ListenOptions> = {},
): Promise<RunningService> {
  running = await startService({
    database: await freshDatabase(),
    port: 0,
    hostname: '127.0.0.1',
    rootKey: ROOT_KEY,
    origins: [SHOP],
    logLevel: 'silent',
    publicDir: '/nowhere',
    processMetrics: false,
    stopWithinMs,
    ...more,
  });
  return running;
}

async function api(port: number, method: string, path: string, body?: unknown) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${ROOT_KEY}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return parsedReply(await response.text());
}

async function page(port: number, path: string, body: unknown) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { origin: SHOP },
    body: JSON.stringify(body),
  });
  return parsedReply(await response.text());
}

async function session(port: number) {
  await api(port, 'PUT', '/v1/surveys/srv_a', { draft: SURVEY });
  await api(port, 'POST', '/v1/surveys/srv_a/publish');
  const { token } = await api(port, 'POST', '/v1/tokens', { survey: 'srv_a' });
  return await page(port, '/v1/sessions', { token, responseId: newResponseId() });
}

/** A request whose body has begun and not ended, and which the service has accepted. */
async function begin(port: number, body: string): Promise<ClientRequest> {
  const unfinished = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/v1/responses',
    headers: { origin: SHOP, 'content-length': Buffer.byteLength(body), expect: '100-continue' },
  });
  unfinished.flushHeaders();
  await once(unfinished, 'continue');
  return unfinished;
}

describe('a stop', () => {
  it('takes no new connection, and finishes the request that is under way', async () => {
    const service = await start();
    const open = await session(service.port);
    const body = JSON.stringify({ responses: [submission(open)] });
    const underWay = await begin(service.port, body);
    const stopped = service.stop();
    const refused = connect(service.port, '127.0.0.1');
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    underWay.end(body);
    const [reply] = (await once(underWay, 'response')) as [IncomingMessage];
    const text = (await reply.toArray()).join('');
    expect(reply.headers.connection).toBe('close');
    expect(JSON.parse(text).results[0].result).toBe('stored');
    await stopped;
    await expect(service.database.ping()).rejects.toThrow();
  });

  it('waits for a request that never ends no longer than it was told', async () => {
    const service = await start(50);
    const underWay = await begin(service.port, 'never');
    const cut = once(underWay, 'error');
    await service.stop();
    expect((await cut)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it('does not wait for a connection on which nothing was asked yet', async () => {
    const service = await start(60_000);
    const idle = connect(service.port, '127.0.0.1');
    await once(idle, 'connect');
    const ended = once(idle, 'close');
    await service.stop();
    await ended;
  });

  it('says so first, and goes on taking requests for as long as a load balancer needs to hear of it', async () => {
    const service = await start(60_000, { drainMs: 1000 });
    const open = await session(service.port);
    const stopped = service.stop();
    const ready = await fetch(`http://127.0.0.1:${service.port}/readyz`);
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
    const body = { responses: [submission(open)] };
    expect((await page(service.port, '/v1/responses', body)).results[0].result).toBe('stored');
    await stopped;
    await expect(fetch(`http://127.0.0.1:${service.port}/readyz`)).rejects.toThrow('fetch failed');
  });

  it('asked for twice is one stop', async () => {
    const service = await start();
    expect(service.stop()).toBe(service.stop());
    await service.stop();
  });
});

describe('an invitation', () => {
  it('is sent when its time comes, without anybody asking', async () => {
    const clock = { now: new Date('2026-11-22T12:00:00.000Z') };
    const { port } = await start(undefined, { now: () => clock.now, scheduleEveryMs: 20 });
    await api(port, 'PUT', '/v1/surveys/srv_a', { draft: SURVEY });
    await api(port, 'POST', '/v1/surveys/srv_a/publish');
    const request = { survey: 'srv_a', respondent: 'ann', delay: 60 };
    const { id } = await api(port, 'POST', '/v1/invitations', request);
    clock.now = new Date('2026-11-22T12:01:00.000Z');
    const status = async () => (await api(port, 'GET', `/v1/invitations/${id}`)).status;
    await expect.poll(status, { timeout: 20_000 }).toBe('sent');
  });
});

describe('a port that is taken', () => {
  it('is an error, and the database is given free', async () => {
    const { port } = await start();
    const database = await freshDatabase();
    const second = startService({ database, port, hostname: '127.0.0.1', logLevel: 'silent' });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(database.ping()).rejects.toThrow();
  });
});

describe('a start that fails', () => {
  it('gives the database free', async () => {
    const database = await freshDatabase();
    const now = (): Date => {
      throw new Error('The clock has stopped.');
    };
    const failing = startService({ database, port: 0, now, logLevel: 'silent' });
    await expect(failing).rejects.toThrow('The clock has stopped.');
    await expect(database.ping()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a body over the wire', () => {
  it.each([
    ['that says how long it is', (bytes: string) => bytes],
    ['in chunks', (bytes: string) => new Blob([bytes]).stream()],
  ])('%s is read to its limit and no further', async (_what, sent) => {
    const { port } = await start();
    const post = async (length: number) => {
      const response = await fetch(`http://127.0.0.1:${port}/v1/sessions`, {
        method: 'POST',
        body: sent(JSON.stringify('x'.repeat(length - 2))),
        duplex: 'half',
      } as RequestInit);
      return parsedReply(await response.text()).code;
    };
    expect(await post(LIMITS.publicBodyBytes)).toBe('request_invalid');
    expect(await post(LIMITS.publicBodyBytes + 1)).toBe('body_too_large');
  });
});

describe('a client that sends drop by drop', () => {
  const hello = 'POST /v1/responses HTTP/1.1\r\nHost: service.test\r\n';

  it.each([
    ['its headers', hello],
    ['its body', `${hello}Content-Length: 1000\r\n\r\n{`],
  ])('%s is cut off, and keeps nobody waiting meanwhile', async (_what, beginning) => {
    const timeouts = { headersMs: 200, requestMs: 400 };
    const { port } = await start(undefined, { timeouts });
    const cut = Array.from({ length: 50 }, async () => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.write(beginning);
      const drip = setInterval(() => socket.writable && socket.write('x'), 50);
      await new Promise((resolve) => socket.once('close', resolve).resume());
      clearInterval(drip);
    });
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    await Promise.all(cut);
  });
});

describe('a service that is killed', () => {
  const script = fileURLToPath(new URL('testing/killable-service.ts', import.meta.url));

  async function startChild(...args: string[]): Promise<number> {
    child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = (await once(child.stdout!, 'data')) as [Buffer];
    return Number(port.toString());
  }

  // Two processes, each with a database on the disk: they take their time to start.
  it(
    'between storing and acknowledging has stored the answer once',
    { timeout: 120_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'otklik-killed-'));
      const first = await startChild(folder, 'kill');
      const open = await session(first);
      const body = { responses: [submission(open)] };
      const died = once(child!, 'exit');
      await expect(page(first, '/v1/responses', body)).rejects.toThrow('fetch failed');
      expect((await died)[1]).toBe('SIGKILL');

      const second = await startChild(folder);
      expect((await page(second, '/v1/responses', body)).results[0].result).toBe('duplicate');
      const { items } = await api(second, 'GET', '/v1/responses');
      expect(items.map(({ id }: { id: string }) => id)).toEqual([open.responseId]);
      const ended = once(child!, 'exit');
      child!.kill('SIGTERM');
      expect((await ended)[0]).toBe(0);
      await rm(folder, { recursive: true });
    },
  );
});
