import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  codeOf,
  FCM,
  HOSTED,
  invitation,
  invite,
  MINUTE,
  opened,
  recordingSender,
} from '../testing/invitations.ts';
import { newResponseId, SHOP, START, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;
const sender = recordingSender();

beforeAll(async () => {
  test = await testService({ invitationSender: sender });
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const report = (body: Record<string, unknown>, origin: string | null = HOSTED) =>
  test.page('/v1/page-events', { events: [{ type: 'opened' }], ...body }, origin);

describe('what a page has seen', () => {
  it('moves the invitation of its code, and keeps the device’s times that can be true', async () => {
    const made = await invite(test);
    test.advance(10 * MINUTE);
    const shownAt = new Date(START.getTime() + MINUTE).toISOString();
    const events = [
      { type: 'delivered', at: shownAt },
      { type: 'opened', at: '2001-01-01T00:00:00.000Z' },
    ];
    const { status, json } = await report({ code: codeOf(made), events });
    expect([status, json]).toEqual([200, { ok: true }]);
    expect(await invitation(test, made.id)).toMatchObject({
      status: 'opened',
      history: { delivered: shownAt, opened: test.clock.now.toISOString() },
    });
    test.clock.now = START;
  });

  it('is told by a grant, or by a token that names the invitation', async () => {
    const byGrant = await invite(test, { respondent: 'greta' });
    const { grant } = await opened(test, codeOf(byGrant));
    await report({ grant, events: [{ type: 'dismissed' }] });
    expect((await invitation(test, byGrant.id)).status).toBe('dismissed');
    const byToken = await invite(test, { respondent: 'tom' });
    const token = await test.token({ respondent: 'tom', invitation: byToken.id });
    await report({ token }, SHOP);
    await report({ token }, SHOP);
    expect((await invitation(test, byToken.id)).status).toBe('opened');
    const session = await test.page('/v1/sessions', { token, responseId: newResponseId() });
    expect(session.status).toBe(200);
  });

  it('keeps a link open that somebody has swept away', async () => {
    const made = await invite(test, { respondent: 'swept' });
    await report({ code: codeOf(made), events: [{ type: 'dismissed' }] });
    expect((await opened(test, codeOf(made))).responseId).toBeDefined();
  });

  it.each([
    ['a guessed code', async () => ({ code: `${'A'.repeat(22)}default` }), 'code_invalid'],
    ['a guessed grant', async () => ({ grant: `otg_default_${'A'.repeat(43)}` }), 'grant_invalid'],
    ['no grant at all', async () => ({ grant: 'A' }), 'grant_invalid'],
    ['no token at all', async () => ({ token: 'a.b.c' }), 'token_invalid'],
    ['nothing', async () => ({}), 'request_invalid'],
  ])('is not believed of %s', async (_who, credential, code) => {
    expect((await report(await credential())).json.code).toBe(code);
  });

  it('is not believed of another person’s token, nor of one without an invitation', async () => {
    const made = await invite(test, { respondent: 'una' });
    const token = await test.token({ respondent: 'mallory', invitation: made.id });
    expect((await report({ token }, SHOP)).json.code).toBe('invitation_foreign');
    const plain = await test.token({ respondent: 'una' });
    expect((await report({ token: plain }, SHOP)).json.errors[0].pointer).toBe('/token');
    expect((await invitation(test, made.id)).status).toBe('sent');
  });

  it('is not believed of a foreign page', async () => {
    const made = await invite(test, { respondent: 'vera' });
    const { grant } = await opened(test, codeOf(made));
    const token = await test.token({ respondent: 'vera', invitation: made.id });
    for (const credential of [{ code: codeOf(made) }, { grant }, { token }]) {
      const { json } = await report(credential, 'https://evil.example');
      expect(json.code).toBe('origin_not_allowed');
    }
  });
});

describe('a device', () => {
  const register = async (respondent: string | undefined, address: unknown = FCM) =>
    await test.page('/v1/push-subscriptions', {
      token: await test.token({ respondent }),
      address,
    });
  const remove = async (respondent: string, address: unknown = FCM) =>
    await test.page('/v1/push-subscriptions/remove', {
      token: await test.token({ respondent }),
      address,
    });
  const reaches = async (respondent: string) =>
    (await invite(test, { respondent, channels: ['fcm'] })).status === 'sent';

  it('that has registered gets what its respondent is sent', async () => {
    expect(await reaches('walt')).toBe(false);
    expect((await register('walt')).json).toEqual({ ok: true });
    expect((await register('walt')).json).toEqual({ ok: true });
    expect(await reaches('walt')).toBe(true);
  });

  it('gets nothing of its former owner once another has signed in', async () => {
    await register('former');
    await register('next');
    expect([await reaches('former'), await reaches('next')]).toEqual([false, true]);
  });

  it('is removed by its own respondent only', async () => {
    await register('xena');
    await remove('mallory');
    expect(await reaches('xena')).toBe(true);
    await remove('xena');
    expect(await reaches('xena')).toBe(false);
  });

  it('of nobody in particular is not registered', async () => {
    const { status, json } = await register(undefined);
    expect([status, json.errors[0].pointer]).toEqual([400, '/token']);
  });

  it.each([
    ['an endpoint without encryption', { endpoint: 'http://push.example/1' }],
    ['a key of another length', { keys: { p256dh: 'AAAA', auth: 'A'.repeat(22) } }],
  ])('is not registered with %s', async (_what, change) => {
    const subscription = {
      endpoint: 'https://push.example/1',
      keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
      ...change,
    };
    const { status } = await register('yara', { channel: 'web-push', subscription });
    expect(status).toBe(400);
  });

  it('is forgotten with its person, and an older token does not bring it back', async () => {
    const token = await test.token({ respondent: 'zoe' });
    await test.page('/v1/push-subscriptions', { token, address: FCM });
    await invite(test, { respondent: 'zoe', addresses: [FCM] });
    const exported = await test.api('GET', '/v1/respondents/zoe/export');
    const kinds = exported.text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds.sort()).toEqual(['invitation', 'push-address']);
    expect(exported.text).toContain(FCM.token);
    test.advance(1000);
    await test.api('DELETE', '/v1/respondents/zoe');
    const again = await test.page('/v1/push-subscriptions', { token, address: FCM });
    expect(again.json.code).toBe('response_erased');
    const { db } = test.service.database;
    const left = await Promise.all([
      db.selectFrom('push_addresses').selectAll().where('respondent', '=', 'zoe').execute(),
      db.selectFrom('invitations').selectAll().where('respondent', '=', 'zoe').execute(),
    ]);
    expect(left).toEqual([[], []]);
    test.clock.now = START;
  });
});
