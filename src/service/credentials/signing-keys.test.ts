import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateSigningKey } from '../../backend/token-keys.ts';
import { testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
});
afterAll(() => test.service.close());

describe('a signing key', () => {
  it('of the customer is registered by its public half, once under a name', async () => {
    const { kid, publicKey } = await generateSigningKey();
    const made = await test.api('POST', '/v1/signing-keys', { kid, publicKey });
    expect([made.status, made.json]).toEqual([
      201,
      {
        kid,
        owner: 'customer',
        publicKey,
        createdAt: test.clock.now.toISOString(),
        revokedAt: null,
      },
    ]);
    const again = await test.api('POST', '/v1/signing-keys', { kid, publicKey });
    expect([again.status, again.json.code]).toEqual([409, 'signing_key_exists']);
  });

  it('with its private half is stored without it', async () => {
    const { kid, publicKey, privateKey } = await generateSigningKey();
    await test.api('POST', '/v1/signing-keys', { kid, publicKey: privateKey });
    const rows = await test.service.database.db.selectFrom('signing_keys').selectAll().execute();
    expect(rows.find((row) => row.kid === kid)?.public_jwk).toEqual(publicKey);
    expect(JSON.stringify(rows)).not.toContain(privateKey.d);
  });

  it.each([
    [{ kty: 'OKP', crv: 'X25519', x: 'a'.repeat(43) }, '/publicKey/crv'],
    [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }, '/publicKey/kty'],
    [{ kty: 'OKP', crv: 'Ed25519', x: 'short' }, '/publicKey/x'],
  ])('that is none, %j, is refused with the place', async (publicKey, pointer) => {
    const { status, json } = await test.api('POST', '/v1/signing-keys', { kid: 'k', publicKey });
    expect([status, json.code]).toEqual([400, 'request_invalid']);
    expect(json.errors.map((error) => error.pointer)).toContain(pointer);
  });

  it('that nobody knows cannot be revoked', async () => {
    const { status, json } = await test.api('DELETE', '/v1/signing-keys/nobody');
    expect([status, json.code]).toEqual([404, 'key_unknown']);
  });

  it('of the service is made on first need, and listed without its private half', async () => {
    const published = async () =>
      (await test.api('GET', '/.well-known/jwks.json', undefined, { key: null })).json.keys;
    expect(await published()).toEqual([]);
    await test.token();
    await test.token();
    const keys = await published();
    expect(keys).toHaveLength(1);
    const list = await test.api('GET', '/v1/signing-keys');
    expect(list.json.items.map(({ kid }) => kid)).toContain(keys[0]?.kid);
    expect(list.text).not.toContain('"d"');
  });
});
