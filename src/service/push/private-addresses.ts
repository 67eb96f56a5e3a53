/**
 * Addresses that nobody outside may make the service call: this machine, its neighbours, the cloud's own
 * (RFC 6890 and the special-purpose registries of IANA). Judged is the address that is then connected to, so a
 * name that changes its mind between two questions gains nothing.
 */
import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'private_address';

  constructor() {
    super('This name leads to a private address, which the service does not call.');
  }
}

const IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only what is handed out for the open net, 2000::/3, is called; of that, not what hides another. */
const IPV6_HIDING = ['2001::/32', '2001:db8::/32', '2002::/16'];

const v4 = blockList(IPV4, 'ipv4');
const v6Hiding = blockList(IPV6_HIDING, 'ipv6');
const v6Open = blockList(['2000::/3'], 'ipv6');

export function isPrivate(address: string): boolean {
  if (isIP(address) === 4) return v4.check(address, 'ipv4');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPrivate(mapped);
  return !v6Open.check(address, 'ipv6') || v6Hiding.check(address, 'ipv6');
}

export type Lookup = (
  hostname: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** For `node:http(s)` and `node:http2`: finds a name's addresses, and refuses if one of them is private. */
export function guardedLookup(lookup: Lookup = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      const [first] = addresses;
      if (error !== null) done(error, '');
      else if (first === undefined || addresses.some(({ address }) => isPrivate(address))) {
        done(new PrivateAddressError(), '');
      } else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

/** An address in place of a name is not looked up: it is judged as it stands. */
export function assertCallable({ hostname }: URL): void {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0 && isPrivate(bare)) throw new PrivateAddressError();
}

function blockList(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}
