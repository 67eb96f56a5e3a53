import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { privateRoutes } from '../../protocol/index.ts';
import type { PrivateRoute } from '../../protocol/index.ts';
import { pieceHead, testFile } from '../testing/files.ts';
import { codeOf, exchange, invite } from '../testing/invitations.ts';
import {
  answers,
  newResponseId,
  ROOT_KEY,
  SHOP,
  submission,
  testService,
} from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { redact } from './log.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const WORDS = 'words-that-only-the-respondent-knows';

describe('the log', () => {
  it('knows no credential and no answer, whatever is asked in whatever way', async () => {
    const secrets: string[] = [ROOT_KEY];
    const { json: key } = await test.api('POST', '/v1/keys', {
      name: 'k',
      scopes: ['surveys:read'],
    });
    const token = await test.token({ respondent: 'person-in-a-token' });
    const opened = await test.page('/v1/sessions', { token, responseId: newResponseId() });
    const code = codeOf(await invite(test));
    await exchange(test, code);
    await exchange(test, `${code}x`);
    const session = opened.json;
    secrets.push(key.secret, token, session.grant, code);
    const said = answers({ score: 1, why: WORDS, liked: null });
    await test.submit(submission(session, { answers: said }));
    await test.submit(submission(session, { answers: said, revision: 2, why: WORDS }));
    await test.submit(
      submission(session, { grant: token }),
      submission(session, { grant: key.secret }),
    );
    await test.page('/v1/files', pieceHead(session, testFile(10), 0, { question: 'why' }));
    await test.page('/v1/files', pieceHead(session, testFile(10), 0, { grant: key.secret }));
    await test.page('/v1/responses', `{"responses": ["${session.grant}", ${WORDS}`);
    await test.page('/v1/sessions', { token: key.secret, responseId: newResponseId() });
    await test.page('/v1/sessions', { token: `${token}x`, responseId: newResponseId() });
    await test.page('/v1/sessions', { token, responseId: newResponseId() });
    await test.page(`/v1/sessions?token=${token}`, '{');
    for (const secret of secrets) {
      for (const route of Object.values<PrivateRoute>(privateRoutes)) {
        const path = route.path.replace(/\{\w+\}/, secret);
        const body = route.method === 'GET' ? undefined : secret;
        await test.api(route.method, `${path}?cursor=${secret}`, body, {
          key: secret,
          headers: { 'idempotency-key': secret, cookie: secret, 'x-request-id': secret },
        });
      }
      await test.api('GET', '/v1/surveys', undefined, { key: secret, headers: { origin: SHOP } });
      await test.api('GET', `/${secret}`, undefined, { key: null });
    }
    const log = test.logLines.join('');
    expect(test.logLines.length).toBeGreaterThan(80);
    for (const secret of [...secrets, WORDS, 'person-in-a-token']) {
      expect(log).not.toContain(secret);
      expect(log).not.toContain(secret.slice(-20));
    }
  });

  it('has one line for each request, with route, status and project', async () => {
    const before = test.logLines.length;
    await test.api('GET', '/v1/surveys/srv_a');
    const lines = test.logLines.slice(before).map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        requestId: expect.any(String),
        method: 'GET',
        route: '/v1/surveys/:id',
        status: 200,
        ms: expect.any(Number),
        project: 'prj_default',
        msg: 'request',
      },
    ]);
  });

  it.each([
    `key otk_default_${'a'.repeat(43)} in a message`,
    `{"err":"grant \\"otg_x_${'b'.repeat(43)}\\""}`,
    `token eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwcmoifQ.c2lnbmF0dXJl.`,
    'authorization: Bearer abc.def-ghi',
    `https://ask.example/s/${'a'.repeat(22)}default and /s/${'a'.repeat(22)}b`,
    `shop://survey#x&otklik=${'b'.repeat(22)}default`,
  ])('redacts what an error might quote: %s', (line) => {
    const redacted = redact(line);
    expect(redacted).toContain('[redacted]');
    expect(redacted).not.toMatch(/aaaa|bbbb|eyJ|c2ln|abc\.def/);
  });
});
