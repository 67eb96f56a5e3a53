import { createPrivateKey } from 'node:crypto';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';

import { SurveyTokenClaims } from '../protocol/token.ts';

import { mintSurveyToken } from './mint-survey-token.ts';
import type { MintRequest } from './mint-survey-token.ts';
import { refusal } from './testing/fake-service.ts';
import { generateSigningKey, importSigningKey } from './token-keys.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const world = { now: () => NOW };
const { kid, publicKey, privateKey } = await generateSigningKey();
const request: MintRequest = {
  project: 'prj_shop',
  kid,
  privateKey,
  survey: 'srv_delivery',
  respondent: 'customer-42',
  variables: { customerSegment: 'VIP', orderNumber: 'A-1041' },
  origins: ['https://shop.example.com'],
  lang: 'ru',
};

async function verify(token: string): Promise<SurveyTokenClaims> {
  const key = await importJWK({ ...publicKey }, 'EdDSA');
  const { payload } = await jwtVerify(token, key, {
    algorithms: ['EdDSA'],
    typ: 'otklik+jwt',
    audience: 'otklik',
    issuer: 'prj_shop',
    currentDate: new Date(NOW),
  });
  return SurveyTokenClaims.parse(payload);
}

describe('a minted token', () => {
  test('is verified by the public key and says what was asked, for ten minutes', async () => {
    const token = await mintSurveyToken(request, world);
    const { jti, ...claims } = await verify(token);
    expect(claims).toEqual({
      iss: 'prj_shop',
      aud: 'otklik',
      sub: 'customer-42',
      survey: 'srv_delivery',
      vars: { customerSegment: 'VIP', orderNumber: 'A-1041' },
      org: ['https://shop.example.com'],
      lang: 'ru',
      iat: NOW / 1000,
      exp: NOW / 1000 + 600,
    });
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'otklik+jwt', kid });
  });

  test('may be for anybody and any survey', async () => {
    const minimal = { project: 'prj_shop', kid, privateKey, ttlSeconds: 60 };
    const claims = await verify(await mintSurveyToken({ ...minimal, publicKey }, world));
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti']);
    expect(claims.exp - claims.iat).toBe(60);
  });

  test('has an id of its own each time', async () => {
    const tokens = await Promise.all([mintSurveyToken(request), mintSurveyToken(request)]);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  test('is signed as well by a PEM file, a CryptoKey and a JWK with other members', async () => {
    const pem = createPrivateKey({ key: { ...privateKey }, format: 'jwk' }).export({
      type: 'pkcs8',
      format: 'pem',
    });
    const others = [
      pem as string,
      await importSigningKey(privateKey),
      { ...privateKey, alg: 'Ed25519', use: 'sig' },
    ];
    const tokens = others.map((other) => mintSurveyToken({ ...request, privateKey: other }, world));
    const claims = await Promise.all(tokens.map(async (token) => verify(await token)));
    expect(claims.map(({ sub }) => sub)).toEqual(['customer-42', 'customer-42', 'customer-42']);
  });
});

describe('refused, with a pointer', () => {
  const bad: [string, object, string][] = [
    ['a project without its prefix', { project: 'shop' }, '/project'],
    ['a kid of other characters', { kid: 'a b' }, '/kid'],
    ['a survey that is none', { survey: 'delivery' }, '/survey'],
    ['an empty respondent', { respondent: '' }, '/respondent'],
    ['a variable that is an object', { variables: { a: {} } }, '/variables/a'],
    ['a variable whose name is no name', { variables: { 'a b': 1 } }, '/variables/a b'],
    ['an origin with a path', { origins: ['https://a.example/x'] }, '/origins/0'],
    ['no origin at all in the list', { origins: [] }, '/origins'],
    ['a life of more than an hour', { ttlSeconds: 3601 }, '/ttlSeconds'],
    ['a member that it does not know', { respondant: 'x' }, '/respondant'],
    ['the public half as private key', { privateKey: publicKey }, '/privateKey'],
    ['a text that is no PEM', { privateKey: 'otk_secret' }, '/privateKey'],
    ['a key that is missing', { privateKey: undefined }, '/privateKey'],
    [
      'more variables than fit into a token',
      {
        variables: Object.fromEntries(
          Array.from({ length: 20 }, (_, i) => [`v${i}`, 'x'.repeat(900)]),
        ),
      },
      '/variables',
    ],
  ];
  test.each(bad)('%s', async (_, change, pointer) => {
    const error = await refusal(mintSurveyToken({ ...request, ...change }, world));
    expect(error).toMatchObject({
      name: 'OtklikError',
      code: 'request_invalid',
      errors: [{ pointer }],
    });
  });

  test('an RSA key, and no secret in the message', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const error = (await refusal(
      mintSurveyToken({ ...request, privateKey: pair.privateKey }),
    )) as Error;
    expect(error.message).toContain('/privateKey must be an Ed25519 private key');
    expect(String(error.cause)).not.toContain(privateKey.d);
  });

  test('everything at once', async () => {
    const error = await refusal(
      mintSurveyToken({ ...request, project: '', kid: '', lang: 'Russian' }),
    );
    const errors = [{ pointer: '/project' }, { pointer: '/kid' }, { pointer: '/lang' }];
    expect(error).toMatchObject({ errors });
  });
});
