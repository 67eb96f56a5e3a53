import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, test } from 'vitest';

import { privateRoutes } from '../protocol/routes.ts';
import type { PrivateRoute, PrivateRouteName } from '../protocol/routes.ts';
import type { Survey } from '../protocol/survey.ts';

import { createClient } from './client.ts';
import type { OtklikClient } from './client-types.ts';
import { readNdjson } from './ndjson.ts';
import { OtklikError } from './otklik-error.ts';
import { API_KEY, fakeService, json, problem, refusal } from './testing/fake-service.ts';

const CONTENT = {
  title: { en: 'Delivery' },
  defaultLanguage: 'en',
  screens: [{ id: 'one', questions: [{ id: 'q', type: 'nps' as const, title: { en: 'How?' } }] }],
  thanks: { title: { en: 'Thanks' } },
};

const RUSTORE = { channel: 'rustore', projectId: 'shop', serviceToken: 'of the service' } as const;

/** What the routes with path parameters need. */
const NEEDED: Record<string, object> = {
  getSurvey: { id: 'srv_x' },
  putSurvey: { id: 'srv_x' },
  listVersions: { id: 'srv_x' },
  publishSurvey: { id: 'srv_x' },
  closeSurvey: { id: 'srv_x' },
  getResponse: { id: '0198f0a0-0000-7000-8000-000000000000' },
  listFiles: { id: '0198f0a0-0000-7000-8000-000000000000' },
  downloadFile: { id: '0198f0a0-0000-7000-8000-000000000000', file: 'a'.repeat(32) },
  getRetention: { id: 'srv_x' },
  putRetention: { id: 'srv_x' },
  deleteReadingLink: { id: 'rdl_x' },
  getDestination: { id: 'dst_x' },
  putDestination: { id: 'dst_x' },
  pauseDestination: { id: 'dst_x' },
  resumeDestination: { id: 'dst_x' },
  rotateDestinationSecret: { id: 'dst_x' },
  testDestination: { id: 'dst_x' },
  replayDestination: { id: 'dst_x' },
  deleteDestination: { id: 'dst_x' },
  getDelivery: { id: 'dlv_x' },
  replayDelivery: { id: 'dlv_x' },
  getInvitation: { id: 'inv_x' },
  putEventType: { name: 'order.delivered', properties: {} },
  deleteEventType: { name: 'order.delivered' },
  getRespondent: { id: 'ann' },
  putRespondent: { id: 'ann' },
  getScenario: { id: 'scn_x' },
  putScenario: { id: 'scn_x' },
  publishScenario: { id: 'scn_x' },
  pauseScenario: { id: 'scn_x' },
  endScenario: { id: 'scn_x' },
  simulateScenario: { id: 'scn_x' },
  listJourneys: { id: 'scn_x' },
  getSurveyAsking: { id: 'srv_x' },
  putSurveyAsking: { id: 'srv_x' },
  explainAsking: { id: 'ann' },
  optOutRespondent: { id: 'ann' },
  optInRespondent: { id: 'ann' },
  deleteHook: { id: 'hok_x' },
  testAlert: { id: 'alr_x' },
  deleteAlert: { id: 'alr_x' },
  cancelInvitation: { id: 'inv_x' },
  getQuarantined: { id: 'qrn_x' },
  repairQuarantined: { id: 'qrn_x' },
  discardQuarantined: { id: 'qrn_x', reason: 'a test of ours' },
  exportRespondent: { id: 'customer-42' },
  eraseRespondent: { id: 'customer-42' },
  revokeKey: { id: 'key_x' },
  revokeSigningKey: { kid: 'k' },
  putPushChannel: RUSTORE,
  getPushChannel: { channel: 'fcm' },
  deletePushChannel: { channel: 'fcm' },
  testPushChannel: { channel: 'fcm' },
};

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function busy(retryAfter: string): Response {
  return problem('unavailable', 503, { headers: { 'retry-after': retryAfter } });
}

/** Never answers; ends as fetch does when its signal says so. */
function silence(request: Request): Promise<Response> {
  return new Promise((_, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
  });
}

describe('what is sent', () => {
  test('a path parameter, and the rest as body', async () => {
    const { client, requests } = fakeService([json({ id: 'srv_delivery' })]);
    await client.putSurvey({ id: 'srv_delivery', draft: CONTENT });
    const [{ request, body } = expect.fail()] = requests;
    expect(request.method).toBe('PUT');
    expect(request.url).toBe('https://surveys.example.com/v1/surveys/srv_delivery');
    expect(JSON.parse(body)).toEqual({ draft: CONTENT });
    expect(request.headers.get('authorization')).toBe(`Bearer ${API_KEY}`);
    expect(request.headers.get('content-type')).toBe('application/json');
    expect(request.redirect).toBe('manual');
  });

  test('what stands in the path and in the body, in both', async () => {
    const { client, requests } = fakeService([json({})]);
    await client.putPushChannel(RUSTORE);
    const [{ request, body } = expect.fail()] = requests;
    expect(new URL(request.url).pathname).toBe('/v1/push-channels/rustore');
    expect(JSON.parse(body)).toEqual(RUSTORE);
  });

  test('a query without what is undefined', async () => {
    const { client, requests } = fakeService([json({ items: [] })]);
    await client.listResponses({
      survey: 'srv_a',
      respondent: 'a b&c',
      limit: 20,
      cursor: undefined,
    });
    const url = new URL(requests[0]!.request.url);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      survey: 'srv_a',
      respondent: 'a b&c',
      limit: '20',
    });
  });

  test('a respondent id of any characters as one segment of the path', async () => {
    const { client, requests } = fakeService([json({})]);
    await client.eraseRespondent({ id: 'a/b?c#д' });
    expect(new URL(requests[0]!.request.url).pathname).toBe('/v1/respondents/a%2Fb%3Fc%23%D0%B4');
  });

  test.each(['.', '..', '\ud800'])('never a path that means something else: %j', async (id) => {
    const { client, requests } = fakeService([]);
    const error = await refusal(client.eraseRespondent({ id }));
    expect(error).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/id' }] });
    expect(requests).toEqual([]);
  });

  test('nothing for an id of the wrong kind or a name that the route does not know', async () => {
    const { client } = fakeService([]);
    const error = await refusal(client.getSurvey({ id: 'delivery' }));
    expect(error).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/id' }] });
    const typo = { servey: 'srv_a' } as never;
    const errors = [{ pointer: '/servey' }];
    expect(await refusal(client.listSurveys(typo))).toMatchObject({ errors });
  });

  test('an endpoint below a path keeps the path', async () => {
    const { client, requests } = fakeService([json({})], {
      endpoint: 'http://localhost:1/feedback/',
    });
    await client.getProject();
    expect(requests[0]!.request.url).toBe('http://localhost:1/feedback/v1/project');
  });

  test.each(Object.entries<PrivateRoute>(privateRoutes))(
    'route %s, by its own method and path',
    async (name, route) => {
      const type = typeof route.reply === 'string' ? route.reply : 'application/json';
      const answer = new Response('{"items":[]}', { headers: { 'content-type': type } });
      const { client, requests } = fakeService([answer]);
      const call = client[name as PrivateRouteName] as (input: unknown) => Promise<unknown>;
      await call(NEEDED[name]);
      const [{ request } = expect.fail()] = requests;
      expect(request.method).toBe(route.method);
      const path = route.path.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.');
      expect(new URL(request.url).pathname).toMatch(new RegExp(`^${path}$`));
      expect(request.headers.has('idempotency-key')).toBe(route.method !== 'GET');
    },
  );
});

describe('what comes back', () => {
  test('a problem is an error with code, status, pointers and the document', async () => {
    const errors = [{ pointer: '/draft/screens', code: 'too_small', message: 'must not be empty' }];
    const { client } = fakeService([problem('request_invalid', 400, { errors })]);
    const error = await refusal(client.createSurvey({ draft: CONTENT }));
    expect(error).toBeInstanceOf(OtklikError);
    expect(error).toMatchObject({
      code: 'request_invalid',
      status: 400,
      errors,
      problem: { status: 400 },
    });
    expect((error as OtklikError).message).toBe(
      'The request does not fit its schema; see "errors". (/draft/screens must not be empty)',
    );
  });

  test('a page of HTML with status 200 is not an answer of the service', async () => {
    const portal = new Response('<html>', { headers: { 'content-type': 'text/html' } });
    const { client, requests } = fakeService([portal]);
    const error = await refusal(client.getProject());
    expect(error).toMatchObject({ code: 'reply_unexpected', status: 200 });
    expect(requests).toHaveLength(1);
  });

  test('JSON that is cut off, a code of tomorrow, a redirect: unexpected, and said why', async () => {
    const cut = new Response('{"items":[', { headers: { 'content-type': 'application/json' } });
    const moved = new Response(null, { status: 308, headers: { location: 'https://b.example/' } });
    const { client } = fakeService([cut, problem('of_tomorrow', 409), moved]);
    expect(await refusal(client.getProject())).toMatchObject({ code: 'reply_unexpected' });
    const tomorrow = await refusal(client.getProject());
    expect(tomorrow).toMatchObject({ code: 'reply_unexpected', status: 409 });
    const redirect = (await refusal(client.getProject())) as OtklikError;
    expect(redirect.message).toContain('It redirects to https://b.example/');
  });

  test('every page of a list, item by item, with the same filter', async () => {
    const { client, requests } = fakeService([
      json({ items: [{ id: 'a' }, { id: 'b' }], next: 'c1' }),
      json({ items: [], next: 'c2' }),
      json({ items: [{ id: 'c' }] }),
    ]);
    const seen: string[] = [];
    for await (const { id } of client.listResponses.all({ survey: 'srv_a' })) seen.push(id);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(requests.map(({ request }) => new URL(request.url).search)).toEqual([
      '?survey=srv_a',
      '?survey=srv_a&cursor=c1',
      '?survey=srv_a&cursor=c2',
    ]);
  });

  test('an export as it streams, split anywhere, even inside of a letter', async () => {
    const bytes = new TextEncoder().encode('{"a":"д"}\n\n{"a":2}');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const answer = new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
    const { client } = fakeService([answer]);
    const values = await collected(readNdjson(await client.exportNdjson()));
    expect(values).toEqual([{ a: 'д' }, { a: 2 }]);
  });

  test('an export that was cut off is refused, not taken for the whole', async () => {
    const answer = new Response('{"a":1}\n{"a":', {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    const { client } = fakeService([answer]);
    const rows = collected(readNdjson(await client.exportNdjson()));
    expect(await refusal(rows)).toMatchObject({ code: 'reply_unexpected' });
  });
});

describe('trying again', () => {
  const token = { token: 't', expiresAt: '2026-11-22T12:00:00.000Z' };

  test('a lost connection: the same write with the same idempotency key', async () => {
    const { client, requests, pausesMs } = fakeService([
      new TypeError('fetch failed'),
      new Response('bad gateway', { status: 502 }),
      json(token, 201),
    ]);
    expect(await client.mintToken({})).toEqual(token);
    const keys = requests.map(({ request }) => request.headers.get('idempotency-key'));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(pausesMs).toEqual([250, 500]);
  });

  test('never before Retry-After, given in seconds or as a date', async () => {
    const { client, pausesMs } = fakeService([
      busy('3'),
      busy('Sun, 22 Nov 2026 12:00:05 GMT'),
      json(token, 201),
    ]);
    await client.mintToken({});
    expect(pausesMs).toEqual([3250, 5500]);
  });

  test('a Retry-After of an hour is told, not waited for', async () => {
    const headers = { 'retry-after': '3600' };
    const { client, requests } = fakeService([problem('unavailable', 503, { headers })]);
    const error = await refusal(client.getProject());
    expect(error).toMatchObject({ code: 'unavailable', retryAfterMs: 3_600_000 });
    expect(requests).toHaveLength(1);
  });

  test('four attempts, then the error with its cause', async () => {
    const down = new TypeError('fetch failed');
    const { client, requests } = fakeService([down, down, down, down]);
    expect(await refusal(client.getProject())).toMatchObject({ code: 'network', cause: down });
    expect(requests).toHaveLength(4);
  });

  test('what was refused is not tried again', async () => {
    const { client, requests } = fakeService([problem('scope_missing', 403)]);
    expect(await refusal(client.getProject())).toMatchObject({ code: 'scope_missing' });
    expect(requests).toHaveLength(1);
  });

  test('a given idempotency key is used, a bad one refused', async () => {
    const { client, requests } = fakeService([json(token, 201)]);
    await client.mintToken({}, { idempotencyKey: 'order-1041' });
    expect(requests[0]!.request.headers.get('idempotency-key')).toBe('order-1041');
    const error = await refusal(client.mintToken({}, { idempotencyKey: 'заказ' }));
    expect(error).toMatchObject({ code: 'idempotency_invalid' });
  });

  test("the caller's signal ends it with the caller's reason", async () => {
    const stop = new AbortController();
    const reason = new Error('the page was closed');
    const { client, requests } = fakeService([
      (request) => {
        queueMicrotask(() => stop.abort(reason));
        return silence(request);
      },
    ]);
    expect(await refusal(client.getProject({}, { signal: stop.signal }))).toBe(reason);
    expect(await refusal(client.getProject({}, { signal: stop.signal }))).toBe(reason);
    expect(requests).toHaveLength(1);
  });

  test('a service that says nothing is given up', async () => {
    const { client } = fakeService([silence, silence, silence, silence], { timeoutMs: 1 });
    expect(await refusal(client.getProject())).toMatchObject({ code: 'timeout' });
  });
});

describe('the key stays where it belongs', () => {
  const endpoint = 'https://surveys.example.com';
  const create =
    (options: object, global: object = {}) =>
    () =>
      createClient({ endpoint, apiKey: API_KEY, ...options }, { global });

  test('in a browser there is no client', () => {
    expect(create({}, { window: {}, document: {} })).toThrow(/sent from a browser/);
  });

  test.each(['http://surveys.example.com', 'ftp://x', 'surveys', 'http://localhost.example.com'])(
    'it is not sent to %s',
    (bad) => expect(create({ endpoint: bad })).toThrow(OtklikError),
  );

  test.each([
    'http://localhost:8787',
    'http://127.0.0.1:1',
    'http://[::1]:1',
    'https://a.example/x',
  ])('it is sent to %s', (good) =>
    expect(create({ endpoint: good })()).toHaveProperty('getProject'),
  );

  test('what is no API key is refused without being repeated', () => {
    expect(create({ apiKey: 'eyJhbGciOi.secret' })).toThrow(/^(?!.*secret).*"otk_"/s);
  });

  test('neither a printed client nor an error shows it', async () => {
    const { client } = fakeService([problem('key_invalid', 401)]);
    const error = await refusal(client.getProject());
    expect(inspect([client, error], { depth: 9, showHidden: true })).not.toContain(API_KEY);
  });
});

test('types come from the route table', () => {
  type Client = OtklikClient;
  expectTypeOf<Awaited<ReturnType<Client['getSurvey']>>>().toEqualTypeOf<Survey>();
  expectTypeOf<Parameters<Client['getSurvey']>[0]>().toEqualTypeOf<{ id: string }>();
  expectTypeOf<keyof Client>().toEqualTypeOf<PrivateRouteName>();
  expectTypeOf<Client['getSurvey']>().not.toHaveProperty('all');
  expectTypeOf<Client['listSurveys']>().toHaveProperty('all');
});
