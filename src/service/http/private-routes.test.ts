import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ALL_SCOPES, ROOT_KEY, SHOP, SURVEY, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
});
afterAll(() => test.service.close());

async function newKey(change: Record<string, unknown> = {}) {
  const { json } = await test.api('POST', '/v1/keys', {
    name: 'a key',
    scopes: ['surveys:read'],
    ...change,
  });
  return json as { id: string; secret: string };
}

const problemOf = ({ status, json }: { status: number; json: { code: string } }) => [
  status,
  json.code,
];

describe('a request that cannot be answered', () => {
  it('is a problem that names its log lines', async () => {
    const answer = await test.api('GET', '/v1/nothing');
    expect(problemOf(answer)).toEqual([404, 'route_unknown']);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.json.requestId).toBe(answer.headers.get('x-request-id'));
    expect(test.logLines.at(-1)).toContain(answer.json.requestId);
  });

  it.each([
    ['PATCH', '/v1/surveys', 'GET, HEAD, POST'],
    ['DELETE', '/v1/surveys/srv_a', 'GET, HEAD, PUT'],
    ['PUT', '/v1/responses', 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/v1/surveys', 'GET, HEAD, POST'],
  ])('because of its method, %s %s, is told which ones there are', async (method, path, allow) => {
    const answer = await test.api(method, path);
    expect(problemOf(answer)).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each([
    ['no JSON', '{"draft":', 400, 'body_not_json'],
    ['nothing', '', 400, 'body_not_json'],
    ['not UTF-8', new Uint8Array([34, 0xff, 34]), 400, 'body_not_json'],
    ['too deep', '['.repeat(200_000) + ']'.repeat(200_000), 400, 'request_invalid'],
    ['too large', `"${'x'.repeat(1024 * 1024)}"`, 413, 'body_too_large'],
  ])('with a body that is %s says so', async (_what, body, status, code) => {
    const answer = await test.send(
      new Request('http://service.test/v1/surveys', {
        method: 'POST',
        headers: { authorization: `Bearer ${ROOT_KEY}` },
        body,
      }),
    );
    expect(problemOf(answer)).toEqual([status, code]);
  });

  it('is read no further than the limit', async () => {
    let chunks = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(120));
      },
    });
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { authorization: `Bearer ${ROOT_KEY}` },
    };
    const answer = await test.send(new Request('http://service.test/v1/surveys', init));
    expect(problemOf(answer)).toEqual([413, 'body_too_large']);
    expect(chunks).toBeLessThan(20);
  });

  it('because of its fields is told which, and why', async () => {
    const draft = { ...SURVEY, screens: [], colour: 'red' };
    const { json } = await test.api('POST', '/v1/surveys', { id: 'Srv 1', draft });
    expect(json.code).toBe('request_invalid');
    const places = json.errors.map((error: { pointer: string }) => error.pointer);
    expect(places).toEqual(expect.arrayContaining(['/id', '/draft/screens', '/draft/colour']));
  });

  it.each([
    ['/v1/surveys?limit=0', '/query/limit'],
    ['/v1/surveys?limit=many', '/query/limit'],
    ['/v1/surveys?colour=red', '/query/colour'],
    ['/v1/responses?since=yesterday', '/query/since'],
    ['/v1/responses?since=2026-02-31T00:00:00.000Z', '/query/since'],
    ['/v1/surveys/Not%20An%20Id', '/params/id'],
    ['/v1/surveys/srv_%00', '/params/id'],
  ])('because of its address, %s, is told which part', async (path, pointer) => {
    const answer = await test.api('GET', path);
    expect(problemOf(answer)).toEqual([400, 'request_invalid']);
    expect(answer.json.errors[0].pointer).toBe(pointer);
  });

  it.each([
    'nonsense',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('["2026-02-31T00:00:00.000Z","a"]').toString('base64url'),
    Buffer.from('["2026-02-01T00:00:00.000Z","\\u0000"]').toString('base64url'),
  ])('because of its cursor, %s, is told to start again', async (cursor) => {
    for (const list of ['surveys', 'responses', 'quarantine', 'keys', 'signing-keys']) {
      expect(problemOf(await test.api('GET', `/v1/${list}?cursor=${cursor}`))).toEqual([
        400,
        'cursor_invalid',
      ]);
    }
  });
});

describe('an API key', () => {
  it('is needed', async () => {
    expect(problemOf(await test.api('GET', '/v1/surveys', undefined, { key: null }))).toEqual([
      401,
      'key_missing',
    ]);
  });

  it.each([
    ['nonsense', 'nonsense'],
    ['the root key but one letter', `${ROOT_KEY.slice(0, -1)}x`],
    ['an unknown one', `otk_default_${'a'.repeat(43)}`],
    ['one of an unknown project', `otk_nobody_${'a'.repeat(43)}`],
  ])('that is %s is refused', async (_what, key) => {
    expect(problemOf(await test.api('GET', '/v1/surveys', undefined, { key }))).toEqual([
      401,
      'key_invalid',
    ]);
  });

  it('works until it is revoked, and is then refused for good', async () => {
    const { id, secret } = await newKey();
    expect((await test.api('GET', '/v1/surveys', undefined, { key: secret })).status).toBe(200);
    const revoked = await test.api('DELETE', `/v1/keys/${id}`);
    expect(revoked.json.revokedAt).toBe(test.clock.now.toISOString());
    expect(problemOf(await test.api('GET', '/v1/surveys', undefined, { key: secret }))).toEqual([
      401,
      'key_invalid',
    ]);
    expect((await test.api('DELETE', `/v1/keys/${id}`)).json).toEqual(revoked.json);
  });

  it('ends at its expiry', async () => {
    const expiresAt = new Date(test.clock.now.getTime() + 60_000).toISOString();
    const { secret } = await newKey({ expiresAt });
    expect((await test.api('GET', '/v1/surveys', undefined, { key: secret })).status).toBe(200);
    const start = test.clock.now;
    test.advance(60_000);
    const { json } = await test.api('GET', '/v1/surveys', undefined, { key: secret });
    test.clock.now = start;
    expect(json.code).toBe('key_invalid');
  });

  it('may only what its scopes say', async () => {
    const { secret } = await newKey();
    const answer = await test.api('POST', '/v1/tokens', {}, { key: secret });
    expect(problemOf(answer)).toEqual([403, 'scope_missing']);
    expect(answer.json.detail).toContain('tokens:mint');
  });

  it('gives away no scope that it does not have', async () => {
    const { secret } = await newKey({ scopes: ['keys:write'] });
    const request = { name: 'more', scopes: ['keys:write', 'responses:read'] };
    const answer = await test.api('POST', '/v1/keys', request, { key: secret });
    expect(problemOf(answer)).toEqual([403, 'scope_missing']);
  });

  it('is shown once, and stored as a hash', async () => {
    const { id, secret } = await newKey({ name: 'shown once' });
    const list = await test.api('GET', '/v1/keys?limit=500');
    expect(list.text).not.toContain(secret);
    const rows = await test.service.database.db.selectFrom('api_keys').selectAll().execute();
    expect(rows.some((row) => row.id === id)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('says when it was last used, to the minute', async () => {
    const { id, secret } = await newKey({ name: 'touched' });
    const lastUsed = async () => {
      const { json } = await test.api('GET', '/v1/keys?limit=500');
      return json.items.find((key) => key.id === id)?.lastUsedAt;
    };
    const use = () => test.api('GET', '/v1/surveys', undefined, { key: secret });
    expect(await lastUsed()).toBeNull();
    const start = test.clock.now;
    await use();
    await expect.poll(lastUsed).toBe(start.toISOString());
    test.advance(59_000);
    await use();
    test.advance(2_000);
    const later = test.clock.now;
    await use();
    await expect.poll(lastUsed).toBe(later.toISOString());
    test.clock.now = start;
  });

  it('from a browser is refused on every route, and not even a preflight passes', async () => {
    const fromPage = { headers: { origin: SHOP } };
    for (const [method, path] of [
      ['GET', '/v1/surveys'],
      ['POST', '/v1/tokens'],
      ['GET', '/v1/responses'],
      ['POST', '/v1/responses'],
      ['GET', '/healthz'],
      ['GET', '/nowhere'],
    ] as const) {
      const answer = await test.api(method, path, undefined, fromPage);
      expect(problemOf(answer)).toEqual([403, 'key_in_browser']);
    }
    const line = test.logLines.find((one) => one.includes('was sent from a browser'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', origin: SHOP });
    const preflight = await test.send(
      new Request('http://service.test/v1/surveys', {
        method: 'OPTIONS',
        headers: { origin: SHOP, 'access-control-request-method': 'GET' },
      }),
    );
    expect(preflight.status).toBe(405);
    expect(preflight.headers.has('access-control-allow-origin')).toBe(false);
    const shared = await test.send(
      new Request('http://service.test/v1/responses', {
        method: 'OPTIONS',
        headers: { origin: SHOP, 'access-control-request-headers': 'authorization' },
      }),
    );
    expect(shared.headers.get('access-control-allow-headers')).not.toContain('authorization');
  });

  it('answers without CORS headers', async () => {
    for (const path of ['/v1/surveys', '/v1/nothing', '/openapi.json', '/metrics']) {
      const { headers } = await test.api('GET', path);
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('an Idempotency-Key', () => {
  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });
  const request = { name: 'once', scopes: ['surveys:read'] };
  const named = async (name: string) => {
    const { json } = await test.api('GET', '/v1/keys?limit=500');
    return json.items.filter((key: { name: string }) => key.name === name);
  };

  it('gives a repeated request the same answer, secret included', async () => {
    const first = await test.api('POST', '/v1/keys', request, keyed('k-1'));
    const again = await test.api(
      'POST',
      '/v1/keys',
      { scopes: request.scopes, name: 'once' },
      keyed('k-1'),
    );
    expect([again.status, again.json]).toEqual([first.status, first.json]);
    expect(await named('once')).toHaveLength(1);
  });

  it('keeps no secret that can be read from the database', async () => {
    const { json } = await test.api('POST', '/v1/keys', request, keyed('k-sealed'));
    const rows = await test.service.database.db
      .selectFrom('idempotency_keys')
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toContain(json.secret);
    expect(JSON.stringify(rows)).not.toContain(json.id);
  });

  it('with another request is refused', async () => {
    await test.api('POST', '/v1/keys', request, keyed('k-2'));
    for (const answer of [
      await test.api('POST', '/v1/keys', { ...request, name: 'twice' }, keyed('k-2')),
      await test.api('POST', '/v1/tokens', {}, keyed('k-2')),
    ]) {
      expect(problemOf(answer)).toEqual([422, 'idempotency_mismatch']);
    }
  });

  it('of another caller does not show the answer', async () => {
    const { secret } = await newKey({ scopes: ALL_SCOPES });
    await test.api('POST', '/v1/keys', request, keyed('k-3'));
    const answer = await test.api('POST', '/v1/keys', request, { key: secret, ...keyed('k-3') });
    expect(problemOf(answer)).toEqual([422, 'idempotency_mismatch']);
  });

  it("is each project's own", async () => {
    const key = await test.project('prj_keyed');
    await test.api('POST', '/v1/keys', request, keyed('k-4'));
    const answer = await test.api('POST', '/v1/keys', request, { key, ...keyed('k-4') });
    expect(answer.status).toBe(201);
  });

  it('makes twenty requests at once one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        test.api('POST', '/v1/keys', { ...request, name: 'parallel' }, keyed('k-5')),
      ),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await named('parallel')).toHaveLength(1);
  });

  it('is free again when the request failed', async () => {
    const missing = await test.api(
      'POST',
      '/v1/surveys/srv_later/publish',
      undefined,
      keyed('k-6'),
    );
    expect(missing.json.code).toBe('survey_unknown');
    await test.api('PUT', '/v1/surveys/srv_later', { draft: SURVEY });
    const found = await test.api('POST', '/v1/surveys/srv_later/publish', undefined, keyed('k-6'));
    expect(found.status).toBe(200);
  });

  it.each(['', 'x'.repeat(201), 'kлюч'.normalize()])('that is %j is refused', async (key) => {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    const answer = await test.api('POST', '/v1/tokens', {}, { headers });
    expect(problemOf(answer)).toEqual([400, 'idempotency_invalid']);
  });
});
