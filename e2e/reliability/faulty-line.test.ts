import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { lies, notNow } from './faulty-line-lies.ts';
import { stormy } from './faulty-line-weather.ts';
import { createFaultyLine } from './faulty-line.ts';
import type { Fault, FaultyLine } from './faulty-line.ts';
import { seeded } from './seeded.ts';

let service: Server;
let line: FaultyLine;
/** What has arrived at the service, whole. */
let arrived: string[];

beforeEach(async () => {
  arrived = [];
  service = createServer((request, response) => {
    text(request).then(
      (body) => {
        arrived.push(body);
        if (request.url === '/chunks') response.write('first, ');
        response.end(`echo ${body}`);
      },
      () => undefined, // Cut on the way: it never arrives.
    );
  });
  service.listen(0);
  await once(service, 'listening');
  line = await createFaultyLine(`http://localhost:${(service.address() as AddressInfo).port}`);
});

afterEach(async () => {
  await line.close();
  service.closeAllConnections();
  service.close();
});

const send = (body: string, path = '/v1/responses'): Promise<Response> =>
  fetch(line.origin + path, {
    method: 'POST',
    body,
    headers: { origin: 'https://shop.example.com' },
  });
const always = (fault: Fault): void => line.weather(() => fault);

test('in fair weather everything passes, over connections that stay open', async () => {
  for (const body of ['one', 'ещё один', 'x'.repeat(200_000)]) {
    expect(await (await send(body)).text()).toBe(`echo ${body}`);
  }
  expect(await (await send('in pieces', '/chunks')).text()).toBe('first, echo in pieces');
  expect(line.exchanges.map(({ method, path }) => `${method} ${path}`)).toEqual([
    ...Array.from({ length: 3 }, () => 'POST /v1/responses'),
    'POST /chunks',
  ]);
  expect(line.done).toMatchObject({ pass: 4, 'cut-reply': 0 });
});

test.for(['start', 'head', 'body', 5] as const)(
  'a reply that is cut at %s has been worked for, and does not arrive',
  async (at) => {
    always({ kind: 'cut-reply', at });
    const reply = send('stored').then((got) => got.text());
    await expect(reply).rejects.toThrow();
    expect(arrived).toEqual(['stored']);
    expect(line.done['cut-reply']).toBe(1);
  },
);

test('a reply that is cut after its last byte has arrived', async () => {
  always({ kind: 'cut-reply', at: 'end' });
  expect(await (await send('whole')).text()).toBe('echo whole');
});

test.for(['start', 'head', 'body'] as const)(
  'a request that is cut at %s never arrives whole',
  async (at) => {
    always({ kind: 'cut-request', at });
    await expect(send('a body of some length')).rejects.toThrow();
    line.heal();
    await send('the next');
    expect(arrived).toEqual(['the next']);
  },
);

test('what stalls is cut when the line is healed', async () => {
  always({ kind: 'stall', ms: 60_000, arrives: true });
  const stalled = send('stalled');
  await expect.poll(() => arrived).toEqual(['stalled']);
  line.heal();
  await expect(stalled).rejects.toThrow();
  expect(await (await send('after it')).text()).toBe('echo after it');
});

test('a reply that drips arrives whole', async () => {
  always({ kind: 'drip', bytes: 7, everyMs: 0 });
  expect(await (await send('slowly')).text()).toBe('echo slowly');
});

describe('replies that somebody else made', () => {
  test.for(Object.entries(lies))('%s comes as it is meant', async ([, reply]) => {
    always({ kind: 'reply', reply });
    const got = await fetch(`${line.origin}/v1/responses`, { method: 'POST', redirect: 'manual' });
    expect(got.status).toBe(reply.status);
    expect(arrived).toEqual([]);
  });

  test('a redirect leads to the portal', async () => {
    always({ kind: 'reply', reply: lies.redirected });
    const got = await send('an answer');
    expect([got.status, await got.text()]).toEqual([200, lies.portal.body]);
  });

  test('the page may read Retry-After', async () => {
    always({ kind: 'reply', reply: notNow(429, '7'), arrives: true });
    const { status, headers } = await send('an answer');
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('7');
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example.com');
    expect(arrived).toEqual(['an answer']);
  });
});

test('a service that is down is a dead connection, and one that is back is reached again', async () => {
  const { port } = service.address() as AddressInfo;
  service.closeAllConnections();
  service.close();
  await once(service, 'close');
  await expect(send('into the void')).rejects.toThrow();
  service.listen(port);
  await once(service, 'listening');
  expect(await (await send('back')).text()).toBe('echo back');
});

test('the same seed is the same weather, in the shares asked for', () => {
  const climate = { cutRequests: 0.05, cutReplies: 0.08, stalls: 0.02 };
  const draw = (seed: number): Fault[] => {
    const weather = stormy(seeded(seed), climate);
    return Array.from({ length: 5000 }, (_, index) =>
      weather({ index, method: 'POST', path: '/v1/responses', body: '' }),
    );
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const share = (kind: Fault['kind']): number =>
    draw(7).filter((fault) => fault.kind === kind).length / 5000;
  expect(share('cut-request')).toBeCloseTo(0.05, 1.5);
  expect(share('cut-reply')).toBeCloseTo(0.08, 1.5);
  expect(share('stall')).toBeCloseTo(0.02, 1.5);
});
