import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { sha256 } from '../hash.ts';
import { testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { fcmServer } from './testing/fcm-server.ts';
import { outboundTo } from './testing/outbound.ts';

const RUSTORE = { channel: 'rustore', projectId: 'shop', serviceToken: 'a-secret-service-token' };
const VAPID = { channel: 'web-push', subject: 'mailto:push@shop.example' };

let test: TestService;
beforeEach(async () => {
  test = await testService({ secretKey: 'k'.repeat(32), outbound: outboundTo() });
});
afterEach(() => test.service.close());

const put = (settings: { channel: string }) =>
  test.api('PUT', `/v1/push-channels/${settings.channel}`, settings);
const parsed = ({ text }: { text: string }) => JSON.parse(text) as Record<string, unknown>;

describe('credentials of a push service', () => {
  it('go in, and only their fingerprint comes out', async () => {
    const set = await put(RUSTORE);
    expect(parsed(set)).toEqual({
      channel: 'rustore',
      settings: { projectId: 'shop' },
      fingerprints: { serviceToken: sha256(RUSTORE.serviceToken).slice(0, 16) },
      stopped: null,
      updatedAt: test.clock.now.toISOString(),
    });
    const read = await test.api('GET', '/v1/push-channels/rustore');
    expect(parsed(read)).toEqual(parsed(set));
    const removed = await test.api('DELETE', '/v1/push-channels/rustore');
    for (const answer of [set, read, removed])
      expect(answer.text).not.toContain(RUSTORE.serviceToken);
    const { json } = await test.api('GET', '/v1/push-channels/rustore');
    expect(json.code).toBe('push_channel_unknown');
  });

  it('are sealed in the database, and nowhere in the log', async () => {
    await put(RUSTORE);
    const { rows } = await test.service.database.execute('select * from push_channels');
    const base64 = Buffer.from(RUSTORE.serviceToken).toString('base64url').slice(0, 20);
    for (const text of [JSON.stringify(rows), test.logLines.join('')]) {
      expect(text).not.toContain(RUSTORE.serviceToken);
      expect(text).not.toContain(base64);
    }
    expect(rows).toMatchObject([{ secrets: expect.stringMatching(/^v1\./) }]);
  });

  it.each([
    [
      'is no key',
      {
        channel: 'apns',
        teamId: 'T',
        keyId: 'K',
        topic: 'a.b',
        privateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      },
      '/privateKey',
    ],
    [
      'has an endpoint of another form',
      { ...RUSTORE, endpoint: 'ftp://push.example' },
      '/endpoint',
    ],
    ['is for another channel', { ...VAPID, channel: 'rustore' }, '/projectId'],
    ['has a subject that Apple refuses', { ...VAPID, subject: 'https://localhost' }, '/subject'],
  ])('that %s are refused with the place', async (_name, settings, pointer) => {
    const { status, json } = await put(settings);
    expect(status).toBe(400);
    expect(json.errors.map((error) => error.pointer)).toContain(pointer);
  });

  it('for one channel are not taken by another', async () => {
    const { json } = await test.api('PUT', '/v1/push-channels/fcm', RUSTORE);
    expect(json.errors).toMatchObject([{ pointer: '/channel' }]);
  });

  it('lead to no address of our own network', async () => {
    const closed = await testService();
    for (const endpoint of ['https://10.0.0.1', 'https://[::1]', 'http://push.example']) {
      const { json } = await closed.api('PUT', '/v1/push-channels/rustore', {
        ...RUSTORE,
        endpoint,
      });
      expect(json.errors).toMatchObject([{ pointer: '/endpoint' }]);
    }
    await closed.service.close();
  });

  it('can be tried without sending anything to anybody', async () => {
    const google = await fcmServer(() => test.clock.now);
    await put(google.settings);
    const tried = () => test.api('GET', '/v1/push-channels/fcm/test');
    expect(parsed(await tried())).toEqual({ outcome: 'accepted' });
    await put({ ...google.settings, clientEmail: 'another@shop' } as { channel: string });
    expect(parsed(await tried())).toEqual({ outcome: 'refused', reason: 'invalid_grant' });
    expect(google.server.delivered).toEqual([]);
    await google.server.close();
    expect(parsed(await tried())).toMatchObject({ outcome: 'unreachable' });
    await put(RUSTORE);
    expect(parsed(await test.api('GET', '/v1/push-channels/rustore/test'))).toEqual({
      outcome: 'untested',
    });
  });
});

describe('the doctor', () => {
  it('sees credentials that lie open, and a channel that stands still', async () => {
    const findings = async (asked: TestService): Promise<string[]> => {
      const { text } = await asked.api('GET', '/v1/doctor');
      const { checks } = JSON.parse(text) as { checks: { name: string; finding: string }[] };
      return checks.filter(({ name }) => name === 'push').map(({ finding }) => finding);
    };
    await put(RUSTORE);
    expect(await findings(test)).toEqual(['1 push channel, none stopped, all credentials sealed.']);
    const open = await testService();
    await open.api('PUT', '/v1/push-channels/rustore', RUSTORE);
    expect(await findings(open)).toEqual(['The credentials of rustore lie open in the database.']);
    await open.service.database.execute(
      `update push_channels set stopped_at = now(), stopped_because = $1`,
      ['UNAUTHENTICATED'],
    );
    expect((await findings(open))[0]).toContain('refuses the credentials (UNAUTHENTICATED)');
    await open.service.close();
  });
});

describe('the key of web push', () => {
  it('is made by the service, stays through changes, and every page may read it', async () => {
    const read = () => test.page('/v1/push-key', { project: 'prj_default' });
    expect(parsed(await read())).toEqual({ publicKey: null });
    const { publicKey } = parsed(await put(VAPID));
    expect(Buffer.from(String(publicKey), 'base64url')).toHaveLength(65);
    await put({ ...VAPID, subject: 'https://shop.example' } as { channel: string });
    const answer = await read();
    expect(parsed(answer)).toEqual({ publicKey });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });
});
