/** Huawei's phones of both kinds, and RuStore's two ways to an app. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import type { Invitation, PushAddress, PushChannelSettings } from '../../protocol/index.ts';
import { codeOf, invitation, invite, opened, submitHosted } from '../testing/invitations.ts';
import { submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { harmonyosServer } from './testing/harmonyos-server.ts';
import type { HarmonyosServer } from './testing/harmonyos-server.ts';
import { hasten } from './testing/hasten.ts';
import { hmsAnswer, hmsServer } from './testing/hms-server.ts';
import type { HmsServer } from './testing/hms-server.ts';
import { outboundTo } from './testing/outbound.ts';
import type { PushServer } from './testing/push-server.ts';
import { rustoreServer, universalError } from './testing/rustore-server.ts';
import type { RustoreServer } from './testing/rustore-server.ts';

let test: TestService;
let hms: HmsServer;
let harmonyos: HarmonyosServer;
let rustore: RustoreServer;

beforeAll(async () => {
  hms = await hmsServer();
  harmonyos = await harmonyosServer(() => test.clock.now);
  rustore = await rustoreServer();
  test = await testService({ outbound: outboundTo() });
  await test.publish('srv_a');
});
afterAll(async () => {
  await test.service.close();
  await Promise.all([hms, harmonyos, rustore].map(({ server }) => server.close()));
});
beforeEach(async () => {
  await put({ ...hms.settings, packageName: 'ru.shop.app' });
  await put(harmonyos.settings);
  await put({ ...rustore.settings, sdk: 'universal' });
});

const put = async (settings: PushChannelSettings): Promise<void> => {
  const { status, text } = await test.api('PUT', `/v1/push-channels/${settings.channel}`, settings);
  if (status !== 200) throw new Error(text);
};

let count = 0;

async function send(channel: 'hms' | 'harmonyos' | 'rustore', token: string): Promise<Invitation> {
  const addresses: readonly PushAddress[] = [{ channel, token }];
  count += 1;
  const { id } = await invite(test, { respondent: `p-${count}`, channels: [channel], addresses });
  await test.service.sent();
  return await invitation(test, id);
}

const told = ({ attempts }: Invitation) => attempts.map(({ outcome, reason }) => [outcome, reason]);
const messagesTo = ({ delivered }: PushServer, token: string) =>
  delivered.filter(({ device }) => device === token).map(({ message }) => message);

it('the tap on a phone with HMS brings the app its link', async () => {
  const sent = await send('hms', 'a-phone-with-hms');
  const { host, pathname } = new URL(sent.link);
  expect(messagesTo(hms.server, 'a-phone-with-hms')).toMatchObject([
    {
      android: {
        notification: {
          click_action: {
            type: 1,
            intent: `intent://${host}${pathname}#Intent;scheme=http;package=ru.shop.app;end`,
          },
        },
      },
    },
  ]);
});

it('a phone with HarmonyOS gets the notification, and loses it when it was answered elsewhere', async () => {
  const sent = await send('harmonyos', 'a-phone-with-harmonyos');
  expect(told(sent)).toEqual([['sent', undefined]]);
  await submitHosted(test, submission(await opened(test, codeOf(sent))));
  await test.service.sent();
  const [shown, revoked] = messagesTo(harmonyos.server, 'a-phone-with-harmonyos');
  const { notification } = shown!['payload'] as { notification: { notifyId: number } };
  expect(notification).toMatchObject({ clickAction: { uri: sent.link } });
  expect(revoked).toEqual({
    notifyId: notification.notifyId,
    token: ['a-phone-with-harmonyos'],
  });
});

it('a service account of HarmonyOS signs once for many messages, and anew before the hour is over', async () => {
  const used = () => harmonyos.server.requests.map(({ headers }) => headers['authorization']);
  await send('harmonyos', 'first-of-the-hour');
  await send('harmonyos', 'second-of-the-hour');
  test.advance(60 * 60_000);
  expect(told(await send('harmonyos', 'after-the-hour'))).toEqual([['sent', undefined]]);
  expect(new Set(used().slice(-3)).size).toBe(2);
  harmonyos.server.fail('refused-for-a-moment', hmsAnswer('80200003'));
  const sent = await send('harmonyos', 'refused-for-a-moment');
  test.advance(1000);
  await hasten(test.service);
  expect(told(await invitation(test, sent.id))).toEqual([
    ['retrying', '80200003'],
    ['sent', undefined],
  ]);
  expect(new Set(used().slice(-2)).size).toBe(2);
});

it('a phone with HarmonyOS that is gone is forgotten', async () => {
  harmonyos.server.fail('a-phone-that-is-gone', hmsAnswer('80300007'));
  expect(await send('harmonyos', 'a-phone-that-is-gone')).toMatchObject({
    status: 'suppressed',
    reason: 'address_gone',
  });
});

it('a service account that HarmonyOS does not know stops the channel', async () => {
  await put({ ...harmonyos.settings, subAccount: 'somebody-else' });
  expect(told(await send('harmonyos', 'a-phone-unreached'))).toEqual([['retrying', '80200001']]);
  const { text } = await test.api('GET', '/v1/push-channels/harmonyos');
  expect(JSON.parse(text)).toMatchObject({ stopped: { reason: '80200001' } });
  expect(text).not.toContain('PRIVATE');
});

it('an app with RuStore’s universal SDK gets its message by the universal way, with no header that opens anything', async () => {
  const sent = await send('rustore', 'an-app-of-the-universal-sdk');
  const { path, headers } = rustore.server.requests.at(-1)!;
  expect([path, headers['authorization']]).toEqual(['/v1/send', undefined]);
  expect(messagesTo(rustore.server, 'an-app-of-the-universal-sdk')).toMatchObject([
    {
      data: { deepLink: sent.link },
      android: { ttl: '86400s', notification: { click_action: sent.link, click_action_type: 1 } },
    },
  ]);
});

it.each([
  ['rustore: invalid tokens: an-app-', 400, ['gone', 'invalid tokens'], 'suppressed'],
  ['rustore: internal', 500, ['retrying', 'PROVIDER_ERROR'], 'sent'],
  ['message.data: invalid', 400, ['refused', 'PROVIDER_ERROR'], 'suppressed'],
] as const)(
  'what RuStore’s universal way says is understood: %s',
  async (error, code, outcome, status) => {
    const token = `an-app-told-${code}-${outcome[0]}`;
    rustore.server.fail(token, universalError(code, error));
    const sent = await send('rustore', token);
    expect(told(sent)).toEqual([outcome]);
    expect(sent.status).toBe(status);
  },
);

it('a service token that RuStore’s universal way does not know stops the channel', async () => {
  await put({ ...rustore.settings, sdk: 'universal', serviceToken: 'an-old-service-token' });
  expect(told(await send('rustore', 'an-app-unreached'))).toEqual([
    ['retrying', 'invalid auth token'],
  ]);
  const { text } = await test.api('GET', '/v1/push-channels/rustore');
  expect(JSON.parse(text)).toMatchObject({
    settings: { sdk: 'universal' },
    stopped: { reason: 'invalid auth token' },
  });
  expect(text + test.logLines.join('')).not.toContain('an-old-service-token');
});
