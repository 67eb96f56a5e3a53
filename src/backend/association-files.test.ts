import { expect, test } from 'vitest';

import { associationFiles } from './association-files.ts';
import { OtklikError } from './otklik-error.ts';

const IOS = 'ABCDE12345.com.example.shop';
const FINGERPRINT = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0')).join(':');
const ANDROID = { package: 'com.example.shop', fingerprints: [FINGERPRINT] };

const parsed = (text: string | undefined): unknown => JSON.parse(text ?? '');

test('both platforms are told which app the links of the domain belong to', () => {
  const files = associationFiles({ ios: [IOS], android: [ANDROID] });
  expect(parsed(files['.well-known/apple-app-site-association'])).toEqual({
    applinks: { details: [{ appIDs: [IOS], components: [{ '/': '/s/*', comment: 'surveys' }] }] },
  });
  expect(parsed(files['.well-known/assetlinks.json'])).toEqual([
    {
      relation: ['delegate_permission/common.handle_all_urls'],
      target: {
        namespace: 'android_app',
        package_name: 'com.example.shop',
        sha256_cert_fingerprints: [FINGERPRINT.toUpperCase()],
      },
    },
  ]);
});

test('a platform without an app has no file', () => {
  expect(Object.keys(associationFiles({ ios: [IOS] }))).toEqual([
    '.well-known/apple-app-site-association',
  ]);
  expect(Object.keys(associationFiles({ android: [ANDROID] }))).toEqual([
    '.well-known/assetlinks.json',
  ]);
});

test('links to a page of one’s own are named by their paths', () => {
  const files = associationFiles({ ios: [IOS], paths: ['/orders/*', '/s/*'] });
  expect(files['.well-known/apple-app-site-association']).toContain('"/orders/*"');
});

test.each([
  ['no app at all', {}, ''],
  ['a bundle without its team', { ios: ['com.example.shop'] }, '/ios/0'],
  ['a team in lower case', { ios: ['abcde12345.com.example.shop'] }, '/ios/0'],
  ['a wildcard', { ios: ['ABCDE12345.*'] }, '/ios/0'],
  ['a package of one word', { android: [{ ...ANDROID, package: 'shop' }] }, '/android/0/package'],
  [
    'a SHA-1 fingerprint',
    { android: [{ ...ANDROID, fingerprints: [FINGERPRINT.slice(0, 59)] }] },
    '/android/0/fingerprints/0',
  ],
  [
    'a fingerprint without colons',
    { android: [{ ...ANDROID, fingerprints: [FINGERPRINT.replaceAll(':', '')] }] },
    '/android/0/fingerprints/0',
  ],
  ['no certificate', { android: [{ ...ANDROID, fingerprints: [] }] }, '/android/0/fingerprints'],
  ['a path that is none', { ios: [IOS], paths: ['s/*'] }, '/paths/0'],
])('%s is refused, with its place', (_what, apps, pointer) => {
  try {
    associationFiles(apps);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(OtklikError);
    expect((error as OtklikError).errors.map((one) => one.pointer)).toContain(pointer);
  }
});
