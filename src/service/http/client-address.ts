/** Whose request it is, by its address: to count by, never to be logged or stored. */
import { BlockList, isIP } from 'node:net';

/** The wires of a machine and of a house: who is seen there is a proxy, or the developer. */
const OWN_NETWORKS = blockList([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '::1',
  'fc00::/7',
  'fe80::/10',
]);

/** @throws TypeError for what is neither an address nor a network such as `10.0.0.0/8` */
export function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    if (family === undefined) throw new TypeError(`"${network}" is no address and no network.`);
    if (bits === undefined) list.addAddress(address, family);
    else if (/^\d{1,3}$/.test(bits)) list.addSubnet(address, Number(bits), family);
    else throw new TypeError(`"${network}" is no network.`);
  }
  return list;
}

export interface Way {
  /** Who is at the other end of the connection. */
  readonly peer: string | undefined;
  /** `X-Forwarded-For`: anybody may write anything there, so it counts as far as trusted proxies wrote it. */
  readonly forwardedFor: string | undefined;
}

/**
 * The last address on the way that is no proxy of ours. Undefined where nobody in particular is seen: a
 * proxy that the settings do not name stands for all its visitors, and must not be counted as one.
 */
export function clientAddress({ peer, forwardedFor }: Way, trusted: BlockList): string | undefined {
  if (peer === undefined) return undefined;
  if (!includes(trusted, peer)) return includes(OWN_NETWORKS, peer) ? undefined : groupOf(peer);
  const hops = (forwardedFor ?? '').split(',').map(withoutPort);
  const client = hops.findLast((hop) => !includes(trusted, hop));
  return client === undefined ? undefined : groupOf(client);
}

/** Whether the proxy that passes this on ought to be named in the settings. */
export function isUnknownProxy({ peer, forwardedFor }: Way, trusted: BlockList): boolean {
  return (
    peer !== undefined &&
    forwardedFor !== undefined &&
    !includes(trusted, peer) &&
    includes(OWN_NETWORKS, peer)
  );
}

/**
 * A customer of a provider has a whole /64 of IPv6 to choose addresses from, so that it counts as one.
 * Undefined for what is no address.
 */
export function groupOf(address: string): string | undefined {
  switch (familyOf(address)) {
    case 'ipv4':
      return address;
    case 'ipv6':
      return mappedIpv4(address) ?? `${firstGroups(address, 4).join(':')}::/64`;
    case undefined:
      return undefined;
  }
}

function firstGroups(address: string, count: number): string[] {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end stands for two groups.
  const written = before.length + after.length + (address.includes('.') ? 1 : 0);
  const zeros = Array.from({ length: 8 - written }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, count)
    .map((group) => group.replace(/^0+(?=.)/, ''));
}

/** How a socket that speaks both families names IPv4: `::ffff:192.0.2.1`. */
function mappedIpv4(address: string): string | undefined {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
}

function includes(list: BlockList, address: string): boolean {
  const plain = mappedIpv4(address) ?? address;
  const family = familyOf(plain);
  return family !== undefined && list.check(plain, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)];
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const [, bracketed, ipv4] =
    /^\[(.+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop.trim()) ?? [];
  return bracketed ?? ipv4 ?? hop.trim();
}
