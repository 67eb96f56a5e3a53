import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateSigningKey } from '../../backend/token-keys.ts';
import type { NewSigningKey } from '../../backend/token-keys.ts';
import { createPrivateKey } from 'node:crypto';
import { newResponseId, START, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;
let key: NewSigningKey;
let other: NewSigningKey;
let otherProjectKey: string;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
  key = await generateSigningKey();
  other = await generateSigningKey();
  await test.api('POST', '/v1/signing-keys', { kid: key.kid, publicKey: key.publicKey });
  otherProjectKey = await test.project('prj_other');
});
afterAll(() => test.service.close());

type Json = Record<string, unknown>;

const NOW = START.getTime() / 1000;
let serial = 0;

function claims(change: Json = {}): Json {
  serial += 1;
  return {
    iss: 'prj_default',
    aud: 'otklik',
    survey: 'srv_a',
    iat: NOW,
    exp: NOW + 600,
    jti: `a-token-id-of-its-own-${serial}`,
    ...change,
  };
}

function header(change: Json = {}): Json {
  return { alg: 'EdDSA', typ: 'otklik+jwt', kid: key.kid, ...change };
}

const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

function signed(head: unknown, body: unknown, signer: NewSigningKey = key): string {
  const input = `${encode(head)}.${encode(body)}`;
  const privateKey = createPrivateKey({ key: { ...signer.privateKey }, format: 'jwk' });
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

const open = (token: string) => test.page('/v1/sessions', { token, responseId: newResponseId() });

function hmacWithPublicKey(): string {
  const input = `${encode(header({ alg: 'HS256' }))}.${encode(claims())}`;
  const secret = Buffer.from(key.publicKey.x, 'base64url');
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function es256(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const input = `${encode(header({ alg: 'ES256' }))}.${encode(claims())}`;
  const signature = sign('sha256', Buffer.from(input), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${input}.${signature.toString('base64url')}`;
}

const unsigned = (alg: string): string => `${encode(header({ alg }))}.${encode(claims())}.`;
const withSignature = (signature: string): string =>
  `${encode(header())}.${encode(claims())}.${signature}`;

/** The order of the group that Ed25519 signatures live in (RFC 8032): S + L verifies where S < L is not asked. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

function malleable(): string {
  const token = signed(header(), claims());
  const [head, body, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + L;
  const changed = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
  return `${head}.${body}.${Buffer.concat([bytes.subarray(0, 32), changed]).toString('base64url')}`;
}

/** The last character of 86 carries four bits that mean nothing. */
function otherSpelling(): string {
  const token = signed(header(), claims());
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.slice(-1));
  return token.slice(0, -1) + alphabet.charAt(last ^ 1);
}

const swapped = (change: Json): string => {
  const [head, , signature] = signed(header(), claims()).split('.');
  return `${head}.${encode(claims(change))}.${signature}`;
};

const forgeries: Record<string, () => string> = {
  'no algorithm': () => unsigned('none'),
  'no algorithm, shouted': () => unsigned('NONE'),
  'no algorithm, mixed': () => unsigned('nOnE'),
  'no algorithm, kept signature': () =>
    `${encode(header({ alg: 'none' }))}.${signed(header(), claims()).split('.').slice(1).join('.')}`,
  'HMAC with the public key as secret': hmacWithPublicKey,
  'another curve': es256,
  'the algorithm under its other name': () => signed(header({ alg: 'Ed25519' }), claims()),
  'an algorithm in lower case': () => signed(header({ alg: 'eddsa' }), claims()),
  'no algorithm named': () => signed({ typ: 'otklik+jwt', kid: key.kid }, claims()),
  'an ordinary JWT': () => signed(header({ typ: 'JWT' }), claims()),
  'no type': () => signed({ alg: 'EdDSA', kid: key.kid }, claims()),
  'the type in capitals': () => signed(header({ typ: 'OTKLIK+JWT' }), claims()),
  'the type as a media type': () => signed(header({ typ: 'application/otklik+jwt' }), claims()),
  'a foreign key under a known name': () => signed(header(), claims(), other),
  'an unknown key': () => signed(header({ kid: other.kid }), claims(), other),
  'no key named': () => signed({ alg: 'EdDSA', typ: 'otklik+jwt' }, claims()),
  'a path as key name': () => signed(header({ kid: '../../../dev/null' }), claims()),
  'SQL as key name': () => signed(header({ kid: "' or '1'='1" }), claims()),
  'an address as key name': () => signed(header({ kid: 'https://evil.example/key' }), claims()),
  'a list as key name': () => signed(header({ kid: [key.kid] }), claims()),
  'its own key in the header': () => signed(header({ jwk: other.publicKey }), claims(), other),
  'an address of keys': () => signed(header({ jku: 'https://evil.example/jwks' }), claims()),
  'a certificate': () => signed(header({ x5c: ['MIIB'] }), claims()),
  'an address of a certificate': () => signed(header({ x5u: 'https://evil.example' }), claims()),
  'a critical extension': () => signed(header({ crit: ['b64'], b64: true }), claims()),
  'an unencoded payload': () => signed(header({ b64: false }), claims()),
  'a compressed payload': () => signed(header({ zip: 'DEF' }), claims()),
  'a nested token': () => signed(header({ cty: 'JWT' }), claims()),
  'a signature of zeros': () => withSignature(Buffer.alloc(64).toString('base64url')),
  'no signature': () => withSignature(''),
  'half a signature': () => signed(header(), claims()).slice(0, -43),
  'a signature with S + L': malleable,
  'a signature in another spelling': otherSpelling,
  'claims that were not signed': () => swapped({ sub: 'somebody else' }),
  'another audience': () => signed(header(), claims({ aud: 'another service' })),
  'several audiences': () => signed(header(), claims({ aud: ['otklik', 'another'] })),
  'no audience': () => signed(header(), claims({ aud: undefined })),
  'an unknown project': () => signed(header(), claims({ iss: 'prj_nobody' })),
  'another tenant': () => signed(header(), claims({ iss: 'prj_other' })),
  'no project': () => signed(header(), claims({ iss: undefined })),
  'not yet valid': () => signed(header(), claims({ nbf: NOW + 300 })),
  'issued in the future': () => signed(header(), claims({ iat: NOW + 300, exp: NOW + 900 })),
  'living two hours': () => signed(header(), claims({ exp: NOW + 7200 })),
  'living for ever': () => signed(header(), claims({ exp: 8_640_000_000_000 })),
  'without an end': () => signed(header(), claims({ exp: undefined })),
  'an end as text': () => signed(header(), claims({ exp: String(NOW + 600) })),
  'an end beyond numbers': () =>
    signed(header(), JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":1e400')),
  'without a beginning': () => signed(header(), claims({ iat: undefined })),
  'without an id': () => signed(header(), claims({ jti: undefined })),
  'with a short id': () => signed(header(), claims({ jti: '1' })),
  'a claim we do not know': () => signed(header(), claims({ admin: true })),
  'variables that are no values': () => signed(header(), claims({ vars: { order: { a: 1 } } })),
  'a wildcard of origins': () => signed(header(), claims({ org: ['*'] })),
  'an extra dot': () => `${signed(header(), claims())}.`,
  'an extra part': () => `${signed(header(), claims())}.${encode('{}')}`,
  'only two parts': () => signed(header(), claims()).split('.').slice(0, 2).join('.'),
  'only dots': () => '..',
  'white space around it': () => ` ${signed(header(), claims())}\n`,
  padding: () => `${signed(header(), claims())}==`,
  'a header that is no JSON': () => signed('{alg', claims()),
  'a header that is a list': () => signed(['EdDSA'], claims()),
  'claims that are no object': () => signed(header(), '"prj_default"'),
  'claims nested a thousand deep': () =>
    signed(header(), claims({ vars: JSON.parse('['.repeat(1000) + ']'.repeat(1000)) })),
  'not a token at all': () => 'open sesame',
};

describe('a genuine token', () => {
  it("of the customer's own key opens a session", async () => {
    const { status, json } = await open(signed(header(), claims()));
    expect(status).toBe(200);
    expect(json.ask).toBe(true);
  });

  it('is taken within thirty seconds of difference between two clocks', async () => {
    const early = await open(signed(header(), claims({ iat: NOW + 25, nbf: NOW + 25 })));
    const late = await open(signed(header(), claims({ iat: NOW - 600, exp: NOW - 25 })));
    expect([early.status, late.status]).toEqual([200, 200]);
  });

  it('that has expired is said to have expired', async () => {
    const { status, json } = await open(
      signed(header(), claims({ iat: NOW - 600, exp: NOW - 31 })),
    );
    expect([status, json.code]).toEqual([401, 'token_expired']);
  });

  it('of a revoked key opens nothing', async () => {
    const revoked = await generateSigningKey();
    const { kid, publicKey } = revoked;
    await test.api('POST', '/v1/signing-keys', { kid, publicKey });
    const token = () => signed(header({ kid }), claims(), revoked);
    expect((await open(token())).status).toBe(200);
    await test.api('DELETE', `/v1/signing-keys/${kid}`);
    expect((await open(token())).json.code).toBe('token_invalid');
  });

  it('of another tenant says nothing here', async () => {
    const { kid, publicKey, ...rest } = await generateSigningKey();
    await test.api('POST', '/v1/signing-keys', { kid, publicKey }, { key: otherProjectKey });
    const token = signed(header({ kid }), claims(), { kid, publicKey, ...rest });
    expect((await open(token)).json.code).toBe('token_invalid');
  });

  it("of the service's own key verifies with its published keys, and a revoked one makes the next", async () => {
    const before = await test.token();
    const jwks = await test.api('GET', '/.well-known/jwks.json', undefined, { key: null });
    const { kid } = JSON.parse(Buffer.from(before.split('.')[0] ?? '', 'base64url').toString());
    expect(jwks.json.keys.map((one: { kid: string }) => one.kid)).toContain(kid);
    expect(jwks.text).not.toContain('"d"');
    await test.api('DELETE', `/v1/signing-keys/${kid}`);
    expect((await open(before)).json.code).toBe('token_invalid');
    expect((await open(await test.token())).status).toBe(200);
  });
});

describe('a forged token', () => {
  it.each(Object.entries(forgeries))('with %s is refused', async (_what, forge) => {
    const answer = await open(forge());
    const { requestId: _id, ...problem } = answer.json;
    expect(problem).toEqual({
      type: 'urn:otklik:problem:token_invalid',
      title: 'The survey token is not valid; mint a new one on your backend.',
      status: 401,
      code: 'token_invalid',
    });
  });

  it('a change of any character is refused', async () => {
    const genuine = signed(header(), claims());
    await fc.assert(
      fc.asyncProperty(
        fc.nat(genuine.length - 1),
        fc.constantFrom(...Array.from('ABab01-_.+ /=')),
        async (at, character) => {
          fc.pre(genuine.charAt(at) !== character);
          const token = genuine.slice(0, at) + character + genuine.slice(at + 1);
          expect((await open(token)).json.code).toBe('token_invalid');
        },
      ),
      { numRuns: 300 },
    );
    expect((await open(genuine)).status).toBe(200);
  });

  it('longer than any token may be is not even looked at', async () => {
    const { json } = await open('a'.repeat(8193));
    expect(json.code).toBe('request_invalid');
    expect(json.errors[0].pointer).toBe('/token');
  });

  it('the log knows why, and not the token', () => {
    const lines = test.logLines.filter((line) => line.includes('token_invalid'));
    expect(lines.some((line) => line.includes('a header outside of alg, typ, kid'))).toBe(true);
    expect(test.logLines.join('')).not.toMatch(/eyJ/);
  });
});
