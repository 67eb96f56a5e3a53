import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { newResponseId, SHOP, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const readableBy = (headers: Headers) => headers.get('access-control-allow-origin');

describe('an answer to a page', () => {
  it('can be read by it, and by no other', async () => {
    const token = await test.token();
    const session = await test.page('/v1/sessions', { token, responseId: newResponseId() });
    const stored = await test.submit(submission(session.json));
    for (const { status, headers } of [session, stored]) {
      expect(status).toBe(200);
      expect(readableBy(headers)).toBe(SHOP);
      expect(headers.get('vary')).toContain('Origin');
      expect(headers.get('access-control-expose-headers')).toContain('Retry-After');
      expect(headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  it.each([
    ['a body that is no JSON', '{', 'body_not_json'],
    ['a body that is too large', `"${'x'.repeat(256 * 1024)}"`, 'body_too_large'],
    ['a forged token', { token: 'x', responseId: newResponseId() }, 'token_invalid'],
  ])('that refuses %s can be read as well', async (_what, body, code) => {
    const { headers, json } = await test.page('/v1/sessions', body);
    expect(json.code).toBe(code);
    expect(readableBy(headers)).toBe(SHOP);
  });

  it('that is not allowed says so in words it can read, and nothing else', async () => {
    const token = await test.token();
    const body = { token, responseId: newResponseId() };
    const { headers, json } = await test.page('/v1/sessions', body, 'https://new.example');
    expect(readableBy(headers)).toBe('https://new.example');
    expect(Object.keys(json).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
  });

  it.each(['null', '*', 'https://a.example/path', 'https://*.example', 'https://a b', 'x'])(
    'with the origin %s is never readable',
    async (origin) => {
      for (const path of ['/v1/sessions', '/v1/responses', '/v1/files']) {
        const { headers } = await test.page(path, '{', origin);
        expect(readableBy(headers)).toBeNull();
      }
    },
  );

  it('asked for with application/json first, passes its preflight without any credential', async () => {
    for (const path of ['/v1/sessions', '/v1/responses', '/v1/files']) {
      const { status, headers } = await test.send(
        new Request(`http://service.test${path}`, { method: 'OPTIONS', headers: { origin: SHOP } }),
      );
      expect(status).toBe(204);
      expect(readableBy(headers)).toBe(SHOP);
      expect(headers.get('access-control-allow-methods')).toBe('POST');
      expect(headers.get('access-control-allow-headers')).toBe('content-type');
    }
  });

  it('is the same whatever the body calls itself', async () => {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
      const token = await test.token();
      const { status } = await test.send(
        new Request('http://service.test/v1/sessions', {
          method: 'POST',
          headers: { origin: SHOP, 'content-type': type },
          body: JSON.stringify({ token, responseId: newResponseId() }),
        }),
      );
      expect(status).toBe(200);
    }
  });
});
