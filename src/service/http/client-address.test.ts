import { describe, expect, it } from 'vitest';

import { blockList, clientAddress, groupOf, isUnknownProxy } from './client-address.ts';

const trusted = blockList(['10.0.0.0/8', '2001:db8:1::/48']);

describe('the address by which a request is counted', () => {
  it.each([
    ['the peer, where it is no proxy', '192.0.2.1', undefined, '192.0.2.1'],
    ['the peer, whatever it says of itself', '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['what a trusted proxy says', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['what the last of ours says', '10.0.0.1', '1.1.1.1, 198.51.100.7, 10.2.3.4', '198.51.100.7'],
    ['not what came along from outside', '10.0.0.1', '10.9.9.9, 198.51.100.7', '198.51.100.7'],
    ['without a port', '10.0.0.1', '198.51.100.7:4711', '198.51.100.7'],
    ['of IPv6 without its brackets', '10.0.0.1', '[2001:db8:9::1]:4711', '2001:db8:9:0::/64'],
    ['by a proxy of IPv6', '2001:db8:1::5', '198.51.100.7', '198.51.100.7'],
    ['by a proxy on a socket for both', '::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['of a house behind a trusted proxy', '10.0.0.1', '192.168.7.7', '192.168.7.7'],
    ['nobody, where a trusted proxy names nobody', '10.0.0.1', undefined, undefined],
    ['nobody, where it names no address', '10.0.0.1', 'unknown', undefined],
    ['nobody, for a proxy that is not named', '127.0.0.1', '198.51.100.7', undefined],
    ['nobody, on the machine itself', '::1', undefined, undefined],
    ['nobody, without a connection', undefined, '198.51.100.7', undefined],
  ])('is %s', (_what, peer, forwardedFor, expected) => {
    expect(clientAddress({ peer, forwardedFor }, trusted)).toBe(expected);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0000:0000:ffff::', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['nonsense', undefined],
  ])('of %s stands for %s', (address, group) => {
    expect(groupOf(address)).toBe(group);
  });

  it('tells a proxy that ought to be named from a stranger who forges the header', () => {
    const asks = (peer: string) => isUnknownProxy({ peer, forwardedFor: '192.0.2.1' }, trusted);
    expect(asks('127.0.0.1')).toBe(true);
    expect(asks('10.0.0.1')).toBe(false);
    expect(asks('198.51.100.7')).toBe(false);
  });

  it.each(['10.0.0.0/99', 'proxy.example', '10.0.0.0/x', ''])('cannot be told by "%s"', (text) => {
    expect(() => blockList([text])).toThrow();
  });
});
