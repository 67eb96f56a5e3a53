/** Invitations by mail, to a real mail server on this machine. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { NOTIFICATION_WORDS } from '../push/notification-words.ts';
import { hasten } from '../push/testing/hasten.ts';
import { outboundTo } from '../push/testing/outbound.ts';
import { codeOf, DAY, exchange, HOUR, invitation, invite } from '../testing/invitations.ts';
import { SURVEY, testService } from '../testing/service.ts';
import type { Answer, TestService } from '../testing/service.ts';
import { htmlText, plainText } from './invitation-mail.ts';
import { OPT_OUT_WORDS } from './opt-out-words.ts';
import { certificateFor } from './testing/certificate.ts';
import { MAIL_USER, mailServer } from './testing/mail-server.ts';
import type { MailServer } from './testing/mail-server.ts';

let test: TestService;
let server: MailServer;
let people = 0;

beforeAll(async () => {
  server = await mailServer();
  test = await testService({ outbound: outboundTo(), publicUrl: 'https://surveys.example' });
  await test.publish('srv_a', {
    ...SURVEY,
    notification: {
      title: { en: 'Your view', ru: 'Ваш взгляд' },
      body: { en: 'One tap & done.', ru: 'Один тап.' },
    },
  });
  await test.publish('srv_plain', SURVEY);
});
afterAll(async () => {
  await test.service.close();
  await server.close();
});
beforeEach(async () => {
  server.failure = undefined;
  server.taken.length = 0;
  expect((await setUp()).status).toBe(200);
});

const setUp = (change: object = {}): Promise<Answer> =>
  test.api('PUT', '/v1/push-channels/email', {
    channel: 'email',
    server: `smtp://127.0.0.1:${server.port}`,
    ca: server.ca,
    ...MAIL_USER,
    from: 'The shop <shop@shop.example>',
    replyTo: 'help@shop.example',
    ...change,
  });

async function person(change: object = {}): Promise<string> {
  people += 1;
  const id = `mailed${people}`;
  await test.api('PUT', `/v1/respondents/${id}`, { email: `${id}@home.example`, ...change });
  return id;
}

/** Why nothing is sent by mail. */
async function stopped(): Promise<unknown> {
  const { text } = await test.api('GET', '/v1/push-channels/email');
  return (JSON.parse(text) as { stopped: { reason: string } | null }).stopped?.reason;
}

async function mailed(change: Record<string, unknown> = {}) {
  const respondent = await person();
  const made = await invite(test, { respondent, channels: ['email'], ...change });
  await test.service.sent();
  return { respondent, id: made.id, code: codeOf(made) };
}

/** What failed comes again at once. */
async function again(): Promise<void> {
  await hasten(test.service);
}

describe('a mail', () => {
  it('invites in the words of the survey, plain and in HTML, and names nobody', async () => {
    const { respondent, id, code } = await mailed({ lang: 'ru' });
    expect(server.taken).toHaveLength(1);
    const [mail] = server.taken;
    expect(mail).toMatchObject({
      subject: 'Ваш взгляд',
      from: { text: '"The shop" <shop@shop.example>' },
      to: { text: `${respondent}@home.example` },
      replyTo: { text: 'help@shop.example' },
      messageId: `<${id}@shop.example>`,
    });
    const link = `https://surveys.example/s/${code}`;
    expect(mail?.text).toContain(`Один тап.\n\n${link}\n`);
    expect(mail?.html).toContain(`<a class="go" href="${link}"`);
    expect(mail?.html).toContain('lang="ru" dir="ltr"');
    const all = JSON.stringify([mail?.text, mail?.html, [...(mail?.headers ?? [])]]);
    expect(all.replaceAll(`${respondent}@home.example`, '')).not.toContain(respondent);
    expect(all, 'nothing that loads').not.toMatch(/<img|src=|url\(/);
    expect(await invitation(test, id)).toMatchObject({
      status: 'sent',
      attempts: [{ channel: 'email', outcome: 'sent' }],
    });
  });

  it('can be refused once and for all with a single press, in the mail program or on a page', async () => {
    const { respondent, code } = await mailed();
    const headers = server.taken[0]?.headers;
    const stop = `https://surveys.example/s/${code}/stop`;
    expect(headers?.get('list')).toMatchObject({
      unsubscribe: { url: stop },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    });
    const path = new URL(stop).pathname;
    const page = await test.api('GET', path, undefined, { key: null });
    expect(page.text).toContain('<form method="post" action="stop">');
    expect(page.text).toContain(OPT_OUT_WORDS['en']?.stop);
    const before = await test.api('GET', `/v1/respondents/${respondent}/asking?survey=srv_a`);
    expect(before.text).toContain('"ask":true');
    const request = new Request(`http://service.test${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    const stopped = await test.send(request);
    expect([stopped.status, stopped.text]).toEqual([
      200,
      expect.stringContaining(OPT_OUT_WORDS['en']?.stopped ?? ''),
    ]);
    server.taken.length = 0;
    expect(await invite(test, { respondent, channels: ['email'] })).toMatchObject({
      status: 'suppressed',
      reason: 'fatigue',
    });
    await test.service.sent();
    expect(server.taken).toEqual([]);
    const unknown = await test.api('GET', `/s/${'A'.repeat(22)}default/stop`, undefined, {
      key: null,
    });
    expect(unknown.status).toBe(404);
  });

  it('can be refused by a link that has long ended', async () => {
    const soon = new Date(test.clock.now.getTime() + HOUR);
    const { respondent, code } = await mailed({ expiresAt: soon.toISOString() });
    test.advance(2 * DAY);
    await test.service.tick();
    const expired = await exchange(test, code, {}, 'https://surveys.example');
    expect(expired.json).toMatchObject({ ask: false, reason: 'expired' });
    const path = `/s/${code}/stop`;
    const page = await test.api('GET', path, undefined, { key: null });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<form method="post"')]);
    const asking = async () =>
      (await test.api('GET', `/v1/respondents/${respondent}/asking?survey=srv_a`)).text;
    expect(await asking()).toContain('"ask":true');
    const request = new Request(`http://service.test${path}`, { method: 'POST', body: '' });
    expect((await test.send(request)).status).toBe(200);
    expect(await asking()).toContain('"ask":false');
  });

  it('reminds once, under an id of its own', async () => {
    const { id } = await mailed({ remindAfter: 3600 });
    test.advance(HOUR);
    await test.service.tick();
    await test.service.sent();
    expect(server.taken.map(({ messageId }) => messageId)).toEqual([
      `<${id}@shop.example>`,
      `<${id}.reminder@shop.example>`,
    ]);
  });

  it.each(['ann@müller.example', 'анна@пример.example', 'ann@xn--e1afmkfd.example'])(
    'goes to %s',
    async (email) => {
      const respondent = await person({ email });
      const { id } = await invite(test, { respondent, channels: ['email'] });
      await test.service.sent();
      expect((await invitation(test, id)).attempts).toMatchObject([{ outcome: 'sent' }]);
      expect(server.taken).toHaveLength(1);
    },
  );

  it('goes where its invitation says, once, and the next one to where the profile says', async () => {
    const { respondent } = await mailed({ email: 'elsewhere@home.example' });
    await invite(test, { respondent, channels: ['email'], survey: 'srv_plain' });
    await test.service.sent();
    const to = server.taken.map((mail) => [mail.to].flat().map((one) => one?.text));
    expect(to).toEqual([['elsewhere@home.example'], [`${respondent}@home.example`]]);
  });

  it('whose mailbox is not there leaves the one in the profile as it is', async () => {
    server.failure = { at: 'recipient', answer: '550 5.1.1 No such user' };
    const { respondent, id } = await mailed({ email: 'nobody@home.example' });
    expect(await invitation(test, id)).toMatchObject({ reason: 'address_gone' });
    const { text } = await test.api('GET', `/v1/respondents/${respondent}`);
    expect(JSON.parse(text)).toMatchObject({ email: `${respondent}@home.example` });
  });

  it('goes to nobody whose address is not known', async () => {
    const made = await invite(test, { respondent: 'nobody', channels: ['email'] });
    expect(made).toMatchObject({ status: 'suppressed', reason: 'no_address' });
  });

  it('cannot be made to say more than it says', async () => {
    for (const from of [
      'a@b.example\r\nBcc: c@d.example',
      'X\nY <a@b.example>',
      'a b',
      '"x" <a>',
    ]) {
      expect((await setUp({ from })).status, from).toBe(400);
    }
    const respondent = await person();
    const put = await test.api('PUT', `/v1/respondents/${respondent}`, {
      email: 'a@b.example\r\nBcc: c@d.example',
    });
    expect(put.status).toBe(400);
    const parts = {
      lang: 'en',
      title: '<b>"x"',
      body: 'a & b',
      link: 'https://x/?a&b',
      optOut: 'y',
    };
    expect(htmlText(parts)).toContain('&lt;b&gt;&quot;x&quot;');
    expect(htmlText(parts)).not.toContain('<b>"x"');
    expect(plainText({ ...parts, lang: 'ar' })).toContain(OPT_OUT_WORDS['ar']?.stop);
    expect(htmlText({ ...parts, lang: 'ar' })).toContain('lang="ar" dir="rtl"');
  });
});

describe('a mail server', () => {
  it.each([
    ['is busy', { at: 'recipient', answer: '450 4.2.1 Busy' }],
    ['has no room', { at: 'data', answer: '452 4.3.1 Full' }],
    ['is about to end', { at: 'recipient', answer: '421 4.3.2 Shutting down' }],
    ['has taken it and says that it has not', { at: 'afterData', answer: '451 4.3.0 Trouble' }],
  ] as const)('that %s is asked again, with the same message', async (_what, failure) => {
    server.failure = failure;
    const { id } = await mailed();
    const [first] = (await invitation(test, id)).attempts;
    expect(first).toMatchObject({
      outcome: 'retrying',
      reason: `SMTP ${failure.answer.slice(0, 3)}`,
    });
    server.failure = undefined;
    await again();
    expect((await invitation(test, id)).attempts.map(({ outcome }) => outcome)).toEqual([
      'retrying',
      'sent',
    ]);
    expect(new Set(server.taken.map(({ messageId }) => messageId))).toEqual(
      new Set([`<${id}@shop.example>`]),
    );
  });

  it('whose line breaks in the midst of a mail is asked again, with the same message', async () => {
    server.failure = { at: 'data', answer: null };
    const { id } = await mailed();
    expect((await invitation(test, id)).attempts).toMatchObject([{ outcome: 'retrying' }]);
    expect(server.taken).toEqual([]);
    server.failure = undefined;
    await again();
    expect((await invitation(test, id)).attempts.at(-1)).toMatchObject({ outcome: 'sent' });
    expect(server.taken.map(({ messageId }) => messageId)).toEqual([`<${id}@shop.example>`]);
  });

  it('that knows no such mailbox is not asked for it again', async () => {
    server.failure = { at: 'recipient', answer: '550 5.1.1 No such user' };
    const { respondent, id } = await mailed();
    expect(await invitation(test, id)).toMatchObject({
      status: 'suppressed',
      reason: 'address_gone',
      attempts: [{ outcome: 'gone', reason: 'SMTP 550' }],
    });
    const { text } = await test.api('GET', `/v1/respondents/${respondent}`);
    expect(JSON.parse(text)).toMatchObject({ email: null });
  });

  it('that does not want this mail gets no other, and the mailbox stays', async () => {
    server.failure = { at: 'data', answer: '554 5.7.1 Looks like spam' };
    const { respondent, id } = await mailed();
    expect(await invitation(test, id)).toMatchObject({
      status: 'suppressed',
      reason: 'channel_failed',
      attempts: [{ outcome: 'refused', reason: 'SMTP 554' }],
    });
    const { text } = await test.api('GET', `/v1/respondents/${respondent}`);
    expect(JSON.parse(text)).toMatchObject({ email: `${respondent}@home.example` });
  });

  it('that refuses the password is asked no more until there is another', async () => {
    await setUp({ password: 'something-else' });
    const { id } = await mailed();
    const state = await test.api('GET', '/v1/push-channels/email');
    expect(JSON.parse(state.text)).toMatchObject({ stopped: { reason: 'SMTP 535' } });
    expect(state.text).not.toContain('something-else');
    await again();
    expect(server.taken).toEqual([]);
    await setUp();
    await again();
    expect(await invitation(test, id)).toMatchObject({ status: 'sent' });
    expect(server.taken).toHaveLength(1);
  });

  it('that wants a password where there is none is asked no more until there is one', async () => {
    server.failure = { at: 'recipient', answer: '530 5.7.0 Authentication required' };
    await mailed();
    expect(await stopped()).toBe('SMTP 530');
  });

  it('without encryption is told nothing', async () => {
    const plain = await mailServer({ disabledCommands: ['STARTTLS'], authOptional: true });
    const at = { server: `smtp://127.0.0.1:${plain.port}` };
    await setUp(at);
    const { id } = await mailed();
    expect(await stopped()).toBe('no_encryption');
    await plain.close();
    // Nobody there at all.
    await setUp(at);
    await again();
    expect((await invitation(test, id)).attempts).toMatchObject([
      { outcome: 'retrying', reason: 'no_encryption' },
      { outcome: 'retrying', reason: 'ECONNREFUSED' },
    ]);
    expect(plain.taken).toEqual([]);
  });

  it('that takes no login gets no mail without one', async () => {
    const loginless = await mailServer({ disabledCommands: ['AUTH'], authOptional: true });
    const at = { server: `smtp://127.0.0.1:${loginless.port}`, ca: loginless.ca };
    await setUp(at);
    const { id } = await mailed();
    expect([await stopped(), loginless.taken]).toEqual(['login_unsupported', []]);
    await setUp({ ...at, user: undefined, password: undefined });
    await again();
    expect(await invitation(test, id)).toMatchObject({ status: 'sent' });
    const ids = loginless.taken.map(({ messageId }) => messageId);
    expect(ids.filter((one) => one === `<${id}@shop.example>`)).toHaveLength(1);
    await loginless.close();
  });

  it.each([
    ['nobody vouches for', undefined],
    ['another authority vouches for', certificateFor('127.0.0.1').cert],
  ])('that %s is told nothing', async (_who, ca) => {
    await setUp({ ca });
    await mailed();
    expect([await stopped(), server.taken]).toEqual(['certificate_untrusted', []]);
  });
});

describe('whether mails would go', () => {
  const tried = async (change: object = {}): Promise<unknown> => {
    const { status } = await setUp(change);
    expect(status).toBe(200);
    return JSON.parse((await test.api('GET', '/v1/push-channels/email/test')).text);
  };

  it('is found out without sending one', async () => {
    expect(await tried()).toEqual({ outcome: 'accepted' });
    expect(server.taken).toEqual([]);
  });

  it.each([
    ['the password is another', { password: 'something-else' }, 'SMTP 535', 'does not know'],
    ['nobody vouches for the server', { ca: undefined }, 'certificate_untrusted', '"ca"'],
  ])('is refused, and said in words, where %s', async (_why, change, reason, words) => {
    const detail = expect.stringContaining(words) as string;
    expect(await tried(change)).toEqual({ outcome: 'refused', reason, detail });
  });

  it.each([
    ['does not encrypt', 'STARTTLS', 'no_encryption'],
    ['takes no login', 'AUTH', 'login_unsupported'],
  ])('is refused where the server %s', async (_why, command, reason) => {
    const lesser = await mailServer({ disabledCommands: [command], authOptional: true });
    const server = `smtp://127.0.0.1:${lesser.port}`;
    expect(await tried({ server, ca: lesser.ca })).toMatchObject({ outcome: 'refused', reason });
    await lesser.close();
  });

  it('is not known where the server is busy, speaks otherwise, or is not there', async () => {
    server.failure = { at: 'connect', answer: '421 4.3.2 Shutting down' };
    expect(await tried()).toMatchObject({ outcome: 'unreachable', reason: 'SMTP 421' });
    server.failure = undefined;
    expect(await tried({ server: `smtps://127.0.0.1:${server.port}` })).toMatchObject({
      outcome: 'unreachable',
      reason: 'ERR_SSL_WRONG_VERSION_NUMBER',
    });
    const gone = await mailServer();
    await gone.close();
    expect(await tried({ server: `smtp://127.0.0.1:${gone.port}` })).toEqual({
      outcome: 'unreachable',
      reason: 'ECONNREFUSED',
      detail: 'Nobody listens at this address and port.',
    });
  });

  it('is not asked with an authority that is none', async () => {
    const broken = server.ca.replace(/\n.{8}/, '\nAAAAAAAA');
    for (const ca of ['nonsense', broken, server.ca + broken]) {
      const { status, json } = await setUp({ ca });
      expect([status, json.errors[0].pointer]).toEqual([400, '/ca']);
    }
  });
});

it('an alert is told by mail, once', async () => {
  const to = [{ kind: 'email', address: 'ops@shop.example' }];
  const body = { name: 'Shop\r\nBcc: x@y.example', when: { on: 'push-stopped' }, to };
  const { json, text } = await test.api('POST', '/v1/alerts', body);
  expect(text, 'the address itself stays with us').not.toContain('ops@');
  expect(text).toContain('"origin":"shop.example"');
  await test.api('POST', `/v1/alerts/${json.id}/test`);
  await test.service.sent();
  expect(server.taken).toHaveLength(1);
  expect(server.taken[0]).toMatchObject({
    text: 'This is a test.\n',
    to: { text: 'ops@shop.example' },
  });
  expect(server.taken[0]?.subject).toMatch(/^Test: Shop/);
  expect(server.taken[0]?.bcc).toBeUndefined();
  const key = await test.project('prj_without');
  const refused = await test.api('POST', '/v1/alerts', body, { key });
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([400, '/to/0/kind']);
  await test.api('DELETE', `/v1/alerts/${json.id}`);
});

it('every language has its words', () => {
  expect(Object.keys(OPT_OUT_WORDS).toSorted()).toEqual(Object.keys(NOTIFICATION_WORDS).toSorted());
  const all = Object.values(OPT_OUT_WORDS).map(({ stop, stopped }) => `${stop} ${stopped}`);
  expect(new Set(all).size, 'each of its own').toBe(all.length);
});
