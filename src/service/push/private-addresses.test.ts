import { describe, expect, it } from 'vitest';

import { outbound } from './outbound.ts';
import { guardedLookup, isPrivate } from './private-addresses.ts';
import type { Lookup } from './private-addresses.ts';

describe('a private address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
  ])('is %s', (address) => expect(isPrivate(address)).toBe(true));

  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '172.15.0.1',
    '17.188.1.1',
    '2a00:1450:4001::1',
    '::ffff:8.8.8.8',
  ])('is not %s', (address) => expect(isPrivate(address)).toBe(false));
});

describe('a name', () => {
  const answering =
    (...addresses: string[]): Lookup =>
    (_name, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  const looked = (lookup: Lookup, all: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      guardedLookup(lookup)('push.example.com', { all }, (error, address) => {
        if (error) reject(error);
        else resolve(address);
      });
    });

  it('is called at the very address that was looked at', async () => {
    expect(await looked(answering('8.8.8.8'), false)).toBe('8.8.8.8');
    expect(await looked(answering('8.8.8.8'), true)).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });

  it.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['::1']], [[]]])(
    'that leads to %j is not called',
    async (addresses) => {
      const refused = expect.objectContaining({ code: 'private_address' });
      await expect(looked(answering(...addresses), false)).rejects.toEqual(refused);
      await expect(looked(answering(...addresses), true)).rejects.toEqual(refused);
    },
  );
});

describe('the service', () => {
  it.each([
    'https://127.0.0.1/push',
    'https://[::1]/push',
    'https://2130706433/push',
    'https://0x7f.1/push',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/push',
    'http://push.example.com/push',
  ])('does not call %s', async (url) => {
    const post = outbound().request(url, { headers: {}, body: '' });
    await expect(post).rejects.toThrow(/private address|Only https/);
  });
});
