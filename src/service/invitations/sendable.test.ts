import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { InvitationAttempt } from '../../protocol/index.ts';
import { VersionCache } from '../surveys/version-cache.ts';
import { codeOf, DAY, FCM, invitation, invite, recordingSender } from '../testing/invitations.ts';
import { START, submission, SURVEY, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { dropAddress } from './push-addresses.ts';
import { readSendable, recordAttempt, suppress } from './sendable.ts';
import type { InvitationJob } from './sender.ts';

const NOTIFICATION = {
  title: { en: 'How was it?', ru: 'Как всё прошло?' },
  body: { en: 'One question.', ru: 'Один вопрос.' },
};
const OTHER = { channel: 'fcm', token: 'another-device' } as const;

let test: TestService;
const sender = recordingSender();

beforeAll(async () => {
  test = await testService({ invitationSender: sender, publicUrl: 'https://ask.example' });
  await test.publish('srv_a', { ...SURVEY, notification: NOTIFICATION });
});
afterAll(() => test.service.close());

const jobOf = (id: string): InvitationJob => ({ project: 'prj_default', invitation: id });
const read = (id: string) =>
  readSendable(jobOf(id), test.service.database.db, {
    versions: new VersionCache(),
    publicUrl: 'https://ask.example',
    world: { now: () => test.clock.now },
  });
const push = (change: Record<string, unknown> = {}) =>
  invite(test, { channels: ['fcm'], addresses: [FCM], ...change });

describe('what is sent', () => {
  it('is the same link once more, with the survey’s words, to every address once', async () => {
    const token = await test.token({ respondent: 'ann' });
    await test.page('/v1/push-subscriptions', { token, address: FCM });
    await test.page('/v1/push-subscriptions', { token, address: OTHER });
    await test.page('/v1/push-subscriptions', {
      token,
      address: { channel: 'rustore', token: 'not-this-channel' },
    });
    const made = await push({ lang: 'ru' });
    const sendable = await read(made.id);
    expect(sendable).toMatchObject({
      isWanted: true,
      link: made.link,
      lang: 'ru',
      notification: NOTIFICATION,
      defaultLanguage: 'en',
      expiresAt: made.expiresAt,
    });
    const tokens = sendable?.addresses.map(({ address }) => 'token' in address && address.token);
    expect(tokens?.sort()).toEqual([OTHER.token, FCM.token]);
    expect(codeOf(made)).not.toBe('');
  });

  it('speaks the survey’s language where it has not the respondent’s, and has no words of its own', async () => {
    await test.publish('srv_plain');
    const made = await push({ survey: 'srv_plain', respondent: 'bea', lang: 'fr' });
    expect(await read(made.id)).toMatchObject({ lang: 'en', notification: null });
  });

  it('is not wanted any more once it is answered, cancelled, over, or its survey closed', async () => {
    const who = { respondent: 'cleo', variables: { order: 'C-1' } };
    const answered = await push(who);
    await test.submit(submission(await test.session(who)));
    const cancelled = await push({ respondent: 'dora' });
    await test.api('DELETE', `/v1/invitations/${cancelled.id}`);
    await test.publish('srv_closing');
    const closed = await push({ survey: 'srv_closing', respondent: 'eve' });
    await test.api('POST', '/v1/surveys/srv_closing/close');
    const over = await push({ respondent: 'finn' });
    for (const { id } of [answered, cancelled, closed]) {
      expect((await read(id))?.isWanted).toBe(false);
    }
    expect((await read(over.id))?.isWanted).toBe(true);
    test.advance(31 * DAY);
    expect((await read(over.id))?.isWanted).toBe(false);
    test.clock.now = START;
  });

  it('is nothing of a person who was erased', async () => {
    const made = await push({ respondent: 'gone' });
    await test.api('DELETE', '/v1/respondents/gone');
    expect(await read(made.id)).toBeUndefined();
  });
});

describe('what comes back from a push service', () => {
  const attempt: InvitationAttempt = {
    channel: 'fcm',
    outcome: 'sent',
    at: START.toISOString(),
    reminder: false,
  };

  it('is kept with the invitation, the latest of it', async () => {
    const made = await push({ respondent: 'hugo' });
    for (let count = 0; count < 52; count += 1) {
      await test.service.database.write((trx) =>
        recordAttempt(jobOf(made.id), { ...attempt, reason: String(count) }, trx),
      );
    }
    const { attempts } = await invitation(test, made.id);
    expect(attempts).toHaveLength(50);
    expect(attempts.at(-1)).toEqual({ ...attempt, reason: '51' });
  });

  it('that an address is gone: it is forgotten, registered or given', async () => {
    const token = await test.token({ respondent: 'ida' });
    await test.page('/v1/push-subscriptions', { token, address: OTHER });
    const made = await push({ respondent: 'ida' });
    for (const { hash } of (await read(made.id))?.addresses ?? []) {
      await test.service.database.write((trx) => dropAddress(jobOf(made.id), hash, trx));
    }
    expect((await read(made.id))?.addresses).toEqual([]);
    const next = await invite(test, { respondent: 'ida', channels: ['fcm'] });
    expect(next).toMatchObject({ status: 'suppressed', reason: 'no_address' });
  });

  it('that nobody is reached: it is suppressed, unless its link is handed on besides', async () => {
    const alone = await push({ respondent: 'jo' });
    const besides = await push({ respondent: 'jo', channels: ['link', 'fcm'] });
    for (const { id } of [alone, besides]) {
      await test.service.database.write((trx) =>
        suppress(jobOf(id), 'address_gone', trx, { sender, world: { now: () => test.clock.now } }),
      );
    }
    expect(await invitation(test, alone.id)).toMatchObject({
      status: 'suppressed',
      reason: 'address_gone',
    });
    expect((await invitation(test, besides.id)).status).toBe('sent');
  });
});
