/** What the request itself shows of the way that it came. */
import type { Check } from '../../protocol/index.ts';
import { blockList, isUnknownProxy } from '../http/client-address.ts';
import type { Way } from '../http/client-address.ts';
import { ok, warn } from './checks.ts';

export interface Front {
  /** `OTKLIK_PUBLIC_URL` */
  readonly publicUrl: string | undefined;
  /** `OTKLIK_TRUSTED_PROXIES` */
  readonly trustedProxies: readonly string[];
}

export function checkFront(way: Way, { publicUrl, trustedProxies }: Front): Check[] {
  return [proxyCheck(way, trustedProxies), addressCheck(publicUrl)];
}

function proxyCheck(way: Way, trustedProxies: readonly string[]): Check {
  if (isUnknownProxy(way, blockList(trustedProxies))) {
    return warn(
      'proxy',
      `A proxy at ${way.peer} passes requests on and is not named: all visitors count as nobody in particular.`,
      `Set OTKLIK_TRUSTED_PROXIES=${way.peer}, so that limits count each visitor by address.`,
    );
  }
  return way.forwardedFor === undefined
    ? ok('proxy', 'This request came without a proxy in between.')
    : ok('proxy', 'Requests come through a proxy that is trusted to name their address.');
}

function addressCheck(publicUrl: string | undefined): Check {
  if (publicUrl === undefined) {
    return warn(
      'address',
      'OTKLIK_PUBLIC_URL is not set: the API description names no server.',
      'Set it to the address under which browsers reach the service.',
    );
  }
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && hostname !== 'localhost' && hostname !== '127.0.0.1'
    ? warn(
        'address',
        `${publicUrl} is not encrypted.`,
        'Let your proxy speak https, and name that.',
      )
    : ok('address', `Browsers reach the service at ${publicUrl}.`);
}
