import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Invitation, PushAddress, PushChannelSettings } from '../../protocol/index.ts';
import type { Database } from '../database/database.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import { freshDatabase } from '../testing/database.ts';
import { HOUR, invitation, invite, codeOf, opened, submitHosted } from '../testing/invitations.ts';
import { submission, SURVEY, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { apnsError, apnsServer } from './testing/apns-server.ts';
import type { ApnsServer } from './testing/apns-server.ts';
import { fcmError, fcmServer } from './testing/fcm-server.ts';
import type { FcmServer } from './testing/fcm-server.ts';
import { hasten } from './testing/hasten.ts';
import { hmsAnswer, hmsServer } from './testing/hms-server.ts';
import type { HmsServer } from './testing/hms-server.ts';
import { outboundTo } from './testing/outbound.ts';
import { rustoreServer } from './testing/rustore-server.ts';
import type { RustoreServer } from './testing/rustore-server.ts';
import { PUSH_ORIGIN, webPushServer } from './testing/web-push-server.ts';
import type { WebPushServer } from './testing/web-push-server.ts';

let test: TestService;
let fcm: FcmServer;
let apns: ApnsServer;
let hms: HmsServer;
let rustore: RustoreServer;
let browsers: WebPushServer;
let webPushKey: string;

beforeAll(async () => {
  const now = (): Date => test.clock.now;
  fcm = await fcmServer(now);
  apns = await apnsServer(now);
  hms = await hmsServer();
  rustore = await rustoreServer();
  browsers = await webPushServer();
  test = await testService({ outbound: outboundTo({ [PUSH_ORIGIN]: browsers.server.url }) });
  const notification = {
    title: { en: 'Your view', ru: 'Ваш взгляд' },
    body: { en: 'One tap.', ru: 'Один тап.' },
  };
  await test.publish('srv_a', { ...SURVEY, notification });
  await test.publish('srv_plain');
});
afterAll(async () => {
  await test.service.close();
  const servers = [fcm, apns, hms, rustore, browsers];
  await Promise.all(servers.map(({ server }) => server.close()));
});
beforeEach(async () => {
  for (const { settings } of [fcm, apns, hms, rustore]) await put(settings);
  const set = await put({ channel: 'web-push', subject: 'mailto:push@shop.example' });
  webPushKey = (JSON.parse(set.text) as { publicKey: string }).publicKey;
});

const put = (settings: PushChannelSettings) =>
  test.api('PUT', `/v1/push-channels/${settings.channel}`, settings);

const hex = (device: string): string => Buffer.from(device.padEnd(32, '.')).toString('hex');

let count = 0;
const newDevice = (): string => `device-${(count += 1)}-of-somebody`;

/** Invited by one device each, and everything sent that can be. */
async function send(
  addresses: readonly PushAddress[],
  change: Record<string, unknown> = {},
): Promise<Invitation> {
  const channels = [...new Set(addresses.map(({ channel }) => channel))];
  const respondent = `person-${(count += 1)}`;
  const { id } = await invite(test, { respondent, channels, addresses, ...change });
  await test.service.sent();
  return await invitation(test, id);
}

const reasons = ({ attempts }: Invitation) =>
  attempts.map(({ outcome, reason }) => [outcome, reason].filter(Boolean).join(' '));

describe('an invitation', () => {
  it('reaches a browser, encrypted for it alone, with the words of the survey', async () => {
    const device = newDevice();
    const sent = await send([browsers.subscribe(device, webPushKey)], { lang: 'ru' });
    const delivered = browsers.server.delivered.find((one) => one.device === device);
    expect(delivered?.message).toEqual({
      otklik: 1,
      invitation: sent.id,
      link: sent.link,
      lang: 'ru',
      title: 'Ваш взгляд',
      body: 'Один тап.',
    });
    expect(delivered?.headers).toMatchObject({
      ttl: '86400',
      urgency: 'normal',
      topic: sent.id.slice(4),
    });
    expect(reasons(sent)).toEqual(['sent']);
    expect(sent.status).toBe('sent');
  });

  it('reaches a phone by Firebase, and asks for one access token for many messages', async () => {
    const device = newDevice();
    const sent = await send([{ channel: 'fcm', token: device }], { survey: 'srv_plain' });
    await send([{ channel: 'fcm', token: newDevice() }]);
    const delivered = fcm.server.delivered.find((one) => one.device === device);
    expect(delivered?.message).toMatchObject({
      data: { type: 'survey', invitationId: sent.id, deepLink: sent.link, lang: 'en' },
      notification: { title: 'A short survey' },
      android: { ttl: '86400s', notification: { tag: sent.id.slice(4) } },
    });
    expect(fcm.tokens()).toBe(1);
  });

  it('calls the app itself where its channel says so, and is shown by the system again where it does not', async () => {
    const channels = [
      { own: fcm, channel: 'fcm', token: newDevice() },
      { own: apns, channel: 'apns', token: hex(newDevice()) },
    ] as const;
    for (const { own, channel, token } of channels) {
      await put({ ...own.settings, wakesApp: 'always' });
      await send([{ channel, token }]);
      await put(own.settings);
      await send([{ channel, token }]);
    }
    const [phone, iphone] = channels.map(({ own, token }) =>
      own.server.delivered.filter(({ device }) => device === token).map(({ message }) => message),
    );
    const isData = (message: unknown): boolean => !('notification' in (message as object));
    expect(phone?.map(isData)).toEqual([true, false]);
    const wakes = (message: unknown): boolean =>
      'content-available' in (message as { aps: object }).aps;
    expect(iphone?.map(wakes)).toEqual([true, false]);
  });

  it('reaches an iPhone over one connection that is kept', async () => {
    const device = hex(newDevice());
    const sent = await send([{ channel: 'apns', token: device }]);
    await send([{ channel: 'apns', token: hex(newDevice()) }]);
    const delivered = apns.server.delivered.find((one) => one.device === device);
    expect(delivered?.message).toMatchObject({
      aps: { alert: { title: 'Your view', body: 'One tap.' } },
      deepLink: sent.link,
    });
    expect(delivered?.headers).toMatchObject({
      'apns-topic': 'ru.shop.app',
      'apns-push-type': 'alert',
    });
    expect(apns.connections()).toBe(1);
  });

  it('gives Apple a new provider token before the old one is an hour old', async () => {
    await send([{ channel: 'apns', token: hex(newDevice()) }]);
    const before = apns.server.requests.at(-1)!.headers['authorization'];
    test.advance(41 * 60_000);
    const sent = await send([{ channel: 'apns', token: hex(newDevice()) }]);
    expect(reasons(sent)).toEqual(['sent']);
    expect(apns.server.requests.at(-1)!.headers['authorization']).not.toBe(before);
  });

  it('reaches a phone by RuStore, whose own notification opens the link', async () => {
    const device = newDevice();
    const sent = await send([{ channel: 'rustore', token: device }]);
    const delivered = rustore.server.delivered.find((one) => one.device === device);
    expect(delivered?.message).toMatchObject({
      android: { ttl: '86400s', notification: { click_action: sent.link, click_action_type: 1 } },
      data: { deepLink: sent.link },
    });
  });

  it('reaches a phone by Huawei, with a new access token when the old one ended early', async () => {
    hms.endTokens();
    const device = newDevice();
    const sent = await send([{ channel: 'hms', token: device }]);
    hms.endTokens();
    const again = await send([{ channel: 'hms', token: device }]);
    await hasten(test.service);
    expect(reasons(await invitation(test, again.id))).toEqual(['retrying 80200003', 'sent']);
    const delivered = hms.server.delivered.find((one) => one.device === device);
    expect(JSON.parse(String(delivered?.message['data']))).toMatchObject({ deepLink: sent.link });
  });

  it('lives with a push service no longer than its own end', async () => {
    const device = newDevice();
    const expiresAt = new Date(test.clock.now.getTime() + 2 * HOUR).toISOString();
    await send([{ channel: 'fcm', token: device }], { expiresAt });
    const delivered = fcm.server.delivered.find((one) => one.device === device);
    expect(delivered?.message).toMatchObject({ android: { ttl: '7200s' } });
  });

  it('goes to every device of a person, and once to each, however often its time is looked at', async () => {
    const devices = [newDevice(), newDevice()];
    await send(devices.map((token) => ({ channel: 'fcm', token }) as const));
    await test.service.tick();
    await hasten(test.service);
    for (const device of devices) {
      expect(fcm.server.delivered.filter((one) => one.device === device)).toHaveLength(1);
    }
  });
});

describe('a device that is gone', () => {
  const tokens: readonly [string, () => PushAddress, (address: PushAddress) => void][] = [
    [
      'web-push',
      () => browsers.subscribe(newDevice(), webPushKey),
      (a) => browsers.server.fail(deviceOf(a), { status: 410 }),
    ],
    [
      'fcm',
      () => ({ channel: 'fcm', token: newDevice() }),
      (a) => fcm.server.fail(deviceOf(a), fcmError(404, 'NOT_FOUND', 'UNREGISTERED')),
    ],
    [
      'apns',
      () => ({ channel: 'apns', token: hex(newDevice()) }),
      (a) => apns.server.fail(deviceOf(a), apnsError(410, 'Unregistered')),
    ],
    [
      'rustore',
      () => ({ channel: 'rustore', token: newDevice() }),
      (a) => rustore.server.fail(deviceOf(a), fcmError(404, 'NOT_FOUND')),
    ],
    [
      'hms',
      () => ({ channel: 'hms', token: newDevice() }),
      (a) => hms.server.fail(deviceOf(a), hmsAnswer('80300007')),
    ],
  ];
  it.each(tokens)(
    'is forgotten, and with the last one the invitation ends (%s)',
    async (_name, make, fail) => {
      const address = make();
      fail(address);
      const sent = await send([address]);
      expect(sent).toMatchObject({ status: 'suppressed', reason: 'address_gone' });
      expect(sent.attempts).toMatchObject([{ outcome: 'gone' }]);
    },
  );

  it('does not end an invitation that has reached another one', async () => {
    const [gone, there] = [newDevice(), newDevice()];
    fcm.server.fail(gone, fcmError(404, 'NOT_FOUND', 'UNREGISTERED'));
    const sent = await send([gone, there].map((token) => ({ channel: 'fcm', token }) as const));
    expect(sent.status).toBe('sent');
    expect(reasons(sent).sort()).toEqual(['gone UNREGISTERED', 'sent']);
  });
});

describe('a push service that is not well', () => {
  it('is tried again, and not before it wants to be', async () => {
    const device = newDevice();
    fcm.server.fail(device, {
      ...fcmError(429, 'RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED'),
      headers: { 'retry-after': '3000' },
    });
    const sent = await send([{ channel: 'fcm', token: device }]);
    expect(reasons(sent)).toEqual(['retrying QUOTA_EXCEEDED']);
    const { rows } = await test.service.database.execute(
      `select extract(epoch from max(start_after) - now())::float8 as seconds from otklik_jobs.job where state < 'active'`,
    );
    const { seconds } = rows[0] as { seconds: number };
    expect(seconds).toBeGreaterThan(2900);
    expect(seconds).toBeLessThanOrEqual(3001);
    await hasten(test.service);
    expect(reasons(await invitation(test, sent.id))).toEqual(['retrying QUOTA_EXCEEDED', 'sent']);
  });

  it.each([
    ['fcm 503', () => fcm.server, fcmError(503, 'UNAVAILABLE', 'UNAVAILABLE'), 'UNAVAILABLE'],
    ['apns 429', () => apns.server, apnsError(429, 'TooManyRequests'), 'TooManyRequests'],
    ['apns 503', () => apns.server, apnsError(503, 'ServiceUnavailable'), 'ServiceUnavailable'],
    [
      'apns old token',
      () => apns.server,
      apnsError(403, 'ExpiredProviderToken'),
      'ExpiredProviderToken',
    ],
    ['rustore 500', () => rustore.server, { status: 500 }, 'HTTP 500'],
    ['hms 503', () => hms.server, { status: 503 }, 'HTTP 503'],
  ] as const)('is tried again (%s)', async (name, server, reply, reason) => {
    const channel = name.split(' ')[0] as 'fcm' | 'apns' | 'rustore' | 'hms';
    const token = hex(newDevice());
    server().fail(token, reply);
    const sent = await send([{ channel, token }]);
    await hasten(test.service);
    expect(reasons(await invitation(test, sent.id))).toEqual([`retrying ${reason}`, 'sent']);
  });

  it('is given up in the end, and the invitation with it', async () => {
    const device = newDevice();
    fcm.server.fail(device, ...Array.from({ length: 8 }, () => fcmError(503, 'UNAVAILABLE')));
    const { id } = await send([{ channel: 'fcm', token: device }]);
    for (let again = 0; again < 7; again += 1) await hasten(test.service);
    const sent = await invitation(test, id);
    expect(sent).toMatchObject({ status: 'suppressed', reason: 'channel_failed' });
    expect(sent.attempts.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 7 }, () => 'retrying'),
      'refused',
    ]);
  });

  it('that cannot be reached at all is tried again', async () => {
    await put({ ...rustore.settings, endpoint: 'http://127.0.0.1:9' });
    const sent = await send([{ channel: 'rustore', token: newDevice() }]);
    expect(reasons(sent)).toEqual(['retrying ECONNREFUSED']);
    await put(rustore.settings);
    await hasten(test.service);
    expect(reasons(await invitation(test, sent.id)).at(-1)).toBe('sent');
  });
});

describe('credentials that are refused', () => {
  it('stop their channel until they are set anew, and what waits is sent then', async () => {
    await put({ ...rustore.settings, serviceToken: 'an-old-service-token' });
    const first = await send([{ channel: 'rustore', token: newDevice() }]);
    const asked = rustore.server.requests.length;
    const second = await send([{ channel: 'rustore', token: newDevice() }]);
    expect(rustore.server.requests).toHaveLength(asked);
    const { text } = await test.api('GET', '/v1/push-channels/rustore');
    expect(JSON.parse(text)).toMatchObject({ stopped: { reason: 'UNAUTHENTICATED' } });
    expect(test.logLines.join('')).toContain('refuses the credentials');
    await put(rustore.settings);
    await hasten(test.service);
    for (const { id } of [first, second]) {
      expect(reasons(await invitation(test, id)).at(-1)).toBe('sent');
    }
  });

  it.each([
    ['fcm', () => put({ ...fcm.settings, clientEmail: 'somebody@else' }), 'invalid_grant'],
    ['apns', () => put({ ...apns.settings, teamId: 'ANOTHER' }), 'InvalidProviderToken'],
    ['hms', () => put({ ...hms.settings, clientSecret: 'another-secret' }), '1101'],
  ] as const)('are noticed at once (%s)', async (channel, spoil, reason) => {
    await spoil();
    const sent = await send([{ channel, token: hex(newDevice()) }]);
    expect(reasons(sent)).toEqual([`retrying ${reason}`]);
    const { text } = await test.api('GET', `/v1/push-channels/${channel}`);
    expect(JSON.parse(text)).toMatchObject({ stopped: { reason } });
  });

  it('of one browser do not end the channel for everybody', async () => {
    const address = browsers.subscribe(newDevice(), 'another-key');
    const sent = await send([address]);
    expect(sent).toMatchObject({ status: 'suppressed', reason: 'channel_failed' });
    expect(reasons(sent)).toEqual(['refused HTTP 403']);
    const fine = await send([browsers.subscribe(newDevice(), webPushKey)]);
    expect(reasons(fine)).toEqual(['sent']);
  });
});

describe('a message that is refused', () => {
  it.each([
    [
      'fcm',
      () => fcm.server,
      fcmError(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT'),
      'INVALID_ARGUMENT',
    ],
    [
      'fcm',
      () => fcm.server,
      fcmError(403, 'PERMISSION_DENIED', 'SENDER_ID_MISMATCH'),
      'SENDER_ID_MISMATCH',
    ],
    ['apns', () => apns.server, apnsError(400, 'BadDeviceToken'), 'BadDeviceToken'],
    ['apns', () => apns.server, apnsError(413, 'PayloadTooLarge'), 'PayloadTooLarge'],
    ['hms', () => hms.server, hmsAnswer('80300008'), '80300008'],
  ] as const)(
    'is not sent again, and costs no address (%s)',
    async (channel, server, reply, reason) => {
      const token = hex(newDevice());
      server().fail(token, reply);
      const sent = await send([{ channel, token }]);
      expect(sent).toMatchObject({ status: 'suppressed', reason: 'channel_failed' });
      expect(reasons(sent)).toEqual([`refused ${reason}`]);
      expect(reasons(await send([{ channel, token }]))).toEqual(['sent']);
    },
  );

  it('a channel that is not set up is said at once', async () => {
    await test.api('DELETE', '/v1/push-channels/hms');
    const sent = await send([{ channel: 'hms', token: newDevice() }]);
    expect(sent).toMatchObject({ status: 'suppressed', reason: 'channel_failed' });
    expect(reasons(sent)).toEqual(['refused the channel is not set up']);
  });
});

describe('what is of no use any more', () => {
  it('is not sent', async () => {
    const device = newDevice();
    fcm.server.fail(device, fcmError(503, 'UNAVAILABLE'));
    const { id } = await send([{ channel: 'fcm', token: device }]);
    await test.api('DELETE', `/v1/invitations/${id}`);
    await hasten(test.service);
    expect(fcm.server.delivered.filter((one) => one.device === device)).toEqual([]);
  });

  it('is taken away from the devices that show it', async () => {
    const [browser, phone, iphone] = [newDevice(), newDevice(), hex(newDevice())];
    const addresses: readonly PushAddress[] = [
      browsers.subscribe(browser, webPushKey),
      { channel: 'fcm', token: phone },
      { channel: 'apns', token: iphone },
    ];
    const sent = await send(addresses);
    const session = await opened(test, codeOf(sent));
    await submitHosted(test, submission(session));
    await test.service.sent();
    expect((await invitation(test, sent.id)).status).toBe('completed');
    const [, toBrowser] = browsers.server.delivered.filter(({ device }) => device === browser);
    const [, toPhone] = fcm.server.delivered.filter(({ device }) => device === phone);
    const [, toIphone] = apns.server.delivered.filter(({ device }) => device === iphone);
    expect(toBrowser?.message).toMatchObject({ withdraw: true, invitation: sent.id, title: '' });
    expect(toPhone?.message).toMatchObject({
      data: { type: 'survey-withdrawn', invitationId: sent.id },
    });
    expect(toPhone?.message).not.toHaveProperty('notification');
    expect(toIphone?.headers).toMatchObject({
      'apns-push-type': 'background',
      'apns-priority': '5',
    });
    expect(toIphone?.message).toMatchObject({ aps: { 'content-available': 1 } });
  });

  it('is sent to nobody after an erasure, and nothing of it is kept', async () => {
    const device = newDevice();
    fcm.server.fail(device, fcmError(503, 'UNAVAILABLE'));
    const respondent = 'somebody to forget';
    const { id } = await send([{ channel: 'fcm', token: device }], { respondent });
    await test.api('DELETE', `/v1/respondents/${encodeURIComponent(respondent)}`);
    await hasten(test.service);
    expect(fcm.server.delivered.filter((one) => one.device === device)).toEqual([]);
    const { rows } = await test.service.database.execute(
      'select * from pushes where invitation_id = $1',
      [id],
    );
    expect(rows).toEqual([]);
  });
});

describe('a reminder', () => {
  it('comes once to those who have not begun, in place of the first message', async () => {
    const device = newDevice();
    const sent = await send([{ channel: 'fcm', token: device }], { remindAfter: 3600 });
    test.advance(HOUR + 1000);
    await test.service.tick();
    await test.service.sent();
    const both = fcm.server.delivered.filter((one) => one.device === device);
    expect(
      both.map(({ message }) => (message['android'] as { collapse_key: string }).collapse_key),
    ).toEqual([sent.id.slice(4), sent.id.slice(4)]);
    expect((await invitation(test, sent.id)).attempts.map(({ reminder }) => reminder)).toEqual([
      false,
      true,
    ]);
  });
});

it('a node sends no more a second than it was told', async () => {
  const slow = await testService({ outbound: outboundTo(), pushesPerSecond: 2 });
  slow.clock.now = test.clock.now;
  await slow.publish('srv_a');
  await slow.api('PUT', '/v1/push-channels/fcm', fcm.settings);
  const times: number[] = [];
  fcm.server.onDelivered = () => times.push(performance.now());
  const addresses = [newDevice(), newDevice(), newDevice(), newDevice()];
  await invite(slow, {
    channels: ['fcm'],
    addresses: addresses.map((token) => ({ channel: 'fcm', token })),
  });
  await slow.service.sent();
  fcm.server.onDelivered = undefined;
  expect(times).toHaveLength(4);
  // Two at once, and then half a second each: a loaded machine makes it more, and nothing less.
  expect(times[3]! - times[0]!).toBeGreaterThan(700);
  await slow.service.close();
});

describe('a node that dies', () => {
  it('between "taken" and its own record sends again, under the tag that replaces the first', async () => {
    const opened = await freshDatabase();
    let isDead = false;
    const dying: Database = {
      ...opened,
      write: (work) =>
        isDead ? Promise.reject(new DatabaseUnavailable('dead')) : opened.write(work),
    };
    const mortal = await testService({ database: dying, outbound: outboundTo() });
    mortal.clock.now = test.clock.now;
    await mortal.publish('srv_a');
    await mortal.api('PUT', '/v1/push-channels/fcm', fcm.settings);
    const device = newDevice();
    fcm.server.onDelivered = () => (isDead = true);
    const { id } = await invite(mortal, {
      channels: ['fcm'],
      addresses: [{ channel: 'fcm', token: device }],
    });
    await mortal.service.sent();
    fcm.server.onDelivered = undefined;
    expect((await invitation(mortal, id)).attempts).toEqual([]);
    isDead = false;
    await hasten(mortal.service);
    await hasten(mortal.service);
    expect((await invitation(mortal, id)).attempts).toMatchObject([{ outcome: 'sent' }]);
    const both = fcm.server.delivered.filter((one) => one.device === device);
    expect(both).toHaveLength(2);
    expect(both[1]?.message['android']).toEqual(both[0]?.message['android']);
    await mortal.service.close();
  });
});

it('no code, address or credential is in any log line, and no address in any job', async () => {
  const sent = await send([{ channel: 'fcm', token: 'a-token-that-nobody-may-read' }]);
  const log = test.logLines.join('');
  const { rows } = await test.service.database.execute('select data from otklik_jobs.job');
  const jobs = JSON.stringify(rows);
  expect(jobs).toContain(sent.id);
  for (const secret of [
    codeOf(sent),
    'a-token-that-nobody-may-read',
    'rustore-service-token',
    'PRIVATE KEY',
    'ya29.',
    'hms-client-secret',
  ]) {
    expect(log).not.toContain(secret);
    expect(jobs).not.toContain(secret);
  }
});

function deviceOf(address: PushAddress): string {
  if (address.channel !== 'web-push') return address.token;
  return address.subscription.endpoint.split('/').at(-1)!;
}
