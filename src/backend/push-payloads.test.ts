import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PUSH_BYTES_MAX } from '../protocol/push-message.ts';
import type { PushMessage } from '../protocol/push-message.ts';
import { harmonyosRequest, hmsMessage } from './push-payloads-huawei.ts';
import {
  apnsRequest,
  fcmMessage,
  pushSeconds,
  rustoreMessage,
  rustoreUniversalMessage,
  webPushHeaders,
  webPushPayload,
} from './push-payloads.ts';
import { cutTexts } from './push-texts.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');

const MESSAGE: PushMessage = {
  otklik: 1,
  invitation: 'inv_0123456789abcdef0123456789abcdef',
  link: 'https://surveys.example.com/s/AbCdEfGhIjKlMnOpQrStUvdefault',
  title: 'Your view',
  body: 'One tap.',
  lang: 'en',
};

const HARMONYOS = { projectId: '388', clientId: '691' };

const payloads = (message: PushMessage, token = 'device-token'): Record<string, string> => ({
  webPush: webPushPayload(message),
  fcm: JSON.stringify(fcmMessage(message, token)),
  fcmWaking: JSON.stringify(fcmMessage(message, token, { wakesApp: true })),
  apns: apnsRequest(message, token, { topic: 'ru.shop.app', now: NOW }).body,
  apnsWaking: apnsRequest(message, token, { topic: 'ru.shop.app', now: NOW, wakesApp: true }).body,
  rustore: JSON.stringify(rustoreMessage(message, token)),
  rustoreUniversal: JSON.stringify(
    rustoreUniversalMessage(message, token, { projectId: 'shop', serviceToken: 'of-rustore' }),
  ),
  hms: JSON.stringify(hmsMessage(message, token, { packageName: 'ru.shop.app' })),
  ...(message.withdraw !== true && {
    harmonyos: harmonyosRequest(message, token, HARMONYOS).body,
  }),
});

const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('a payload', () => {
  it.each([1, 8, 400, 4000])(
    'fits every push service with texts of %i characters of any script',
    (length) => {
      const scripts = [
        'a',
        'Ж',
        'ก',
        '中',
        '👩‍👩‍👧‍👦',
        'नि',
        '"',
        '\\',
        '\n',
        '\u0000',
        '\u202e',
        '\ud800',
        'z͑ͫ̓',
      ];
      for (const script of scripts) {
        const text = script.repeat(length).slice(0, 4000);
        for (const [name, payload] of Object.entries(
          payloads({ ...MESSAGE, title: text, body: text }),
        )) {
          expect(bytes(payload), `${name} ${script}`).toBeLessThan(PUSH_BYTES_MAX);
        }
      }
    },
  );

  it('fits whatever the texts are, and is JSON', () => {
    // Halves of surrogate pairs and control characters among them.
    const text = fc.uint16Array({ maxLength: 4000 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 600 }), (title, body, extra) => {
        const link = MESSAGE.link + 'a'.repeat(extra);
        for (const payload of Object.values(payloads({ ...MESSAGE, title, body, link }))) {
          JSON.parse(payload);
          expect(bytes(payload)).toBeLessThan(PUSH_BYTES_MAX);
          // Nothing that a device, or a lint of theirs, would take for half a character.
          expect(payload.isWellFormed()).toBe(true);
          expect(payload).not.toMatch(/\\u00[01]|\\ud[89a-f]/i);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('holds nothing but what the message holds: a name, an order or a token has no way in', () => {
    const word = fc.stringMatching(/^[a-z]{12}$/);
    fc.assert(
      fc.property(word, word, word, (respondent, order, token) => {
        const more = { ...MESSAGE, respondent, variables: { order }, token, score: order };
        const built = payloads(more, 'the-device');
        for (const payload of Object.values(built)) {
          for (const secret of [respondent, order, token]) expect(payload).not.toContain(secret);
        }
      }),
    );
  });

  it('says which is too long where texts cannot be cut to fit', () => {
    const link = `https://shop.example/${'a'.repeat(2100)}`;
    expect(() => rustoreMessage({ ...MESSAGE, link }, 'token')).toThrow(
      expect.objectContaining({
        code: 'request_invalid',
        errors: [expect.objectContaining({ pointer: '/link' })],
      }),
    );
    expect(bytes(webPushPayload({ ...MESSAGE, link }))).toBeLessThan(PUSH_BYTES_MAX);
  });

  it('takes a notification away without a word or a link that could be seen', () => {
    const withdrawn = payloads({ ...MESSAGE, withdraw: true });
    for (const payload of Object.values(withdrawn)) {
      expect(payload).not.toContain(MESSAGE.title);
      expect(payload).toContain(MESSAGE.invitation);
    }
    for (const fcm of ['fcm', 'fcmWaking'])
      expect(JSON.parse(withdrawn[fcm]!)).not.toHaveProperty('message.notification');
    expect(JSON.parse(withdrawn['apns']!)).toMatchObject({ aps: { 'content-available': 1 } });
    expect(JSON.parse(withdrawn['hms']!)).not.toHaveProperty('message.android.notification');
  });
});

describe('a message that wakes the app', () => {
  it('is shown by the app on Android, which is called for no other, and by the system on an iPhone', () => {
    const built = payloads(MESSAGE);
    const words = { title: 'Your view', body: 'One tap.' };
    const { message } = JSON.parse(built['fcmWaking']!) as { message: Record<string, unknown> };
    expect(message).not.toHaveProperty('notification');
    expect(message).not.toHaveProperty('android.notification');
    expect(message).toMatchObject({
      data: { type: 'survey', deepLink: MESSAGE.link, ...words },
      android: { priority: 'HIGH' },
      apns: { payload: { aps: { alert: words, 'content-available': 1 } } },
    });
    expect(JSON.parse(built['apnsWaking']!)).toMatchObject({
      aps: { alert: words, 'content-available': 1 },
    });
    expect(JSON.parse(built['apns']!)).not.toHaveProperty(['aps', 'content-available']);
  });
});

describe('the tap on a notification', () => {
  const link = 'https://shop.example/orders?tab=2#details&otklik=AbCdEfGhIjKlMnOpQrStUvdefault';

  it('brings an app of Huawei’s Android the link as it is, with its fragment', () => {
    const { message } = hmsMessage({ ...MESSAGE, link }, 'token', { packageName: 'ru.shop.app' });
    expect(message).toMatchObject({
      android: {
        notification: {
          click_action: {
            type: 1,
            intent:
              'intent://shop.example/orders?tab=2#details&otklik=AbCdEfGhIjKlMnOpQrStUvdefault' +
              '#Intent;scheme=https;package=ru.shop.app;end',
          },
        },
      },
    });
    const own = hmsMessage({ ...MESSAGE, link: 'shop://survey#otklik=Ab' }, 'token', {
      packageName: 'ru.shop.app',
    });
    expect(JSON.stringify(own)).toContain('intent://survey#otklik=Ab#Intent;scheme=shop;package=');
  });

  it('starts the app where its name is not known; the app has the link in its data', () => {
    const { message } = hmsMessage({ ...MESSAGE, link }, 'token');
    expect(message).toMatchObject({ android: { notification: { click_action: { type: 3 } } } });
    expect(JSON.parse(String(message['data']))).toMatchObject({ deepLink: link });
  });

  it('opens the link in an app on HarmonyOS', () => {
    const { path, headers, body } = harmonyosRequest({ ...MESSAGE, link }, 'token', HARMONYOS);
    expect(path).toBe('/v3/388/messages:send');
    expect(headers).toMatchObject({ 'push-type': '0' });
    expect(JSON.parse(body)).toMatchObject({
      payload: {
        notification: {
          category: 'MARKETING',
          title: 'Your view',
          clickAction: { actionType: 1, uri: link, data: { type: 'survey' } },
        },
      },
      target: { token: ['token'] },
      pushOptions: { ttl: 86_400 },
    });
  });
});

it('HarmonyOS takes a notification back by the number that it was shown under', () => {
  const shown = JSON.parse(harmonyosRequest(MESSAGE, 'token', HARMONYOS).body) as {
    payload: { notification: { notifyId: number } };
  };
  const { notifyId } = shown.payload.notification;
  const { path, body } = harmonyosRequest({ ...MESSAGE, withdraw: true }, 'token', HARMONYOS);
  expect(path).toBe('/v1/691/messages:revoke');
  expect(JSON.parse(body)).toEqual({ notifyId, token: ['token'] });
  const another = {
    ...MESSAGE,
    invitation: 'inv_0123456789abcdef0123456789abcdee',
    withdraw: true,
  };
  expect(harmonyosRequest(another as PushMessage, 'token', HARMONYOS).body).not.toBe(body);
});

describe('texts', () => {
  it('that are short stay as they are', () => {
    expect(cutTexts({ title: '  Как всё прошло? ', body: 'Ok' })).toEqual({
      title: 'Как всё прошло?',
      body: 'Ok',
    });
  });

  it('are cut where a reader sees the end of a character', () => {
    const family = '👩‍👩‍👧‍👦';
    const { title } = cutTexts({ title: family.repeat(40), body: '' });
    expect(title).toMatch(/…$/);
    expect(title.slice(0, -1).replaceAll(family, '')).toBe('');
    expect(title.length).toBeGreaterThan(family.length);
  });
});

describe('the same invitation', () => {
  it('replaces itself on a device, by whatever way it came', () => {
    const tag = '0123456789abcdef0123456789abcdef';
    expect(webPushHeaders(MESSAGE)).toEqual({ TTL: '86400', Urgency: 'normal', Topic: tag });
    const { headers } = apnsRequest(MESSAGE, 'token', { topic: 'ru.shop.app', now: NOW });
    expect(headers['apns-collapse-id']).toBe(tag);
    expect(fcmMessage(MESSAGE, 'token')).toMatchObject({
      message: {
        android: { collapse_key: tag, notification: { tag } },
        apns: { headers: { 'apns-collapse-id': tag } },
      },
    });
    expect(hmsMessage(MESSAGE, 'token')).toMatchObject({
      message: { android: { notification: { tag } } },
    });
  });
});

describe('a push service keeps trying', () => {
  it.each([
    ['2026-11-22T13:00:00.000Z', 3600],
    ['2026-12-22T12:00:00.000Z', 86_400],
    ['2026-11-22T11:00:00.000Z', 0],
  ])('until the end at %s, and a day at most', (expiresAt, seconds) => {
    expect(pushSeconds(expiresAt, NOW)).toBe(seconds);
  });

  it('which each of them is told in its own way', () => {
    const options = { ttlSeconds: 60 };
    expect(fcmMessage(MESSAGE, 't', options)).toMatchObject({
      message: { android: { ttl: '60s' } },
    });
    expect(rustoreMessage(MESSAGE, 't', options)).toMatchObject({
      message: { android: { ttl: '60s' } },
    });
    expect(hmsMessage(MESSAGE, 't', options)).toMatchObject({
      message: { android: { ttl: '60s' } },
    });
    const { headers } = apnsRequest(MESSAGE, 't', { ...options, topic: 'a', now: NOW });
    expect(headers['apns-expiration']).toBe(String(NOW.getTime() / 1000 + 60));
  });
});
