import { expect, it } from 'vitest';

import { readSettings, SettingsError } from '../settings.ts';
import { testService } from '../testing/service.ts';

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');
const environment = {
  OTKLIK_IOS_APPS: 'ABCDE12345.com.example.shop, ABCDE12345.com.example.other',
  OTKLIK_ANDROID_APPS: `com.example.shop=${FINGERPRINT},com.example.shop=${FINGERPRINT}`,
};

it('the service tells which apps open its links, as the settings name them', async () => {
  const { apps } = readSettings(environment);
  const test = await testService({ apps });
  const get = (path: string) => test.api('GET', `/.well-known/${path}`, undefined, { key: null });
  const apple = await get('apple-app-site-association');
  expect([apple.status, apple.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(apple.json).toMatchObject({
    applinks: {
      details: [{ appIDs: ['ABCDE12345.com.example.shop', 'ABCDE12345.com.example.other'] }],
    },
  });
  const android = await get('assetlinks.json');
  expect(android.json).toMatchObject([
    { target: { sha256_cert_fingerprints: [FINGERPRINT, FINGERPRINT] } },
  ]);
  await test.service.close();
});

it('a service without apps has no such file', async () => {
  expect(readSettings({}).apps).toBeUndefined();
  const test = await testService();
  const path = '/.well-known/apple-app-site-association';
  const { status } = await test.api('GET', path, undefined, { key: null });
  expect(status).toBe(404);
  await test.service.close();
});

it('what is no app stops the start, with what is wrong with it', () => {
  const wrong = { OTKLIK_IOS_APPS: 'com.example.shop', OTKLIK_ANDROID_APPS: 'com.example.shop' };
  expect(() => readSettings(wrong)).toThrow(SettingsError);
  expect(() => readSettings(wrong)).toThrow(/OTKLIK_IOS_APPS: .*team and bundle/);
  expect(() => readSettings(wrong)).toThrow(/OTKLIK_ANDROID_APPS: .*fingerprint/);
});
