/** Where the link of a notification leads, and whether anybody is sent there. */
import type { Settings } from './settings.ts';

export interface Way {
  /** Absolute, as it is to be opened. */
  readonly href: string;
  readonly code: string;
  /**
   * `hosted`: the service's own page, on this worker's origin, so that it can answer for it. `own-page`: a page of this
   * site that embeds the widget. `elsewhere`: the service's page on an origin of its own.
   */
  readonly place: 'hosted' | 'own-page' | 'elsewhere';
}

const CODE = '[A-Za-z0-9_-]{22,128}';
const PAGE = new RegExp(`^(${CODE})$`);
const FRAGMENT = new RegExp(`[#&]otklik=(${CODE})(?=&|:~:|$)`);

/**
 * The way of a link, or why it is refused: a tap leads to the service or to this worker's own site, and nowhere else,
 * whoever has written the push. Plain http only where the worker itself was allowed to come by it: on the
 * developer's machine.
 */
export function wayOf(
  link: string,
  { endpoint }: Pick<Settings, 'endpoint'>,
  { origin, protocol }: Pick<WorkerLocation, 'origin' | 'protocol'>,
): Way | string {
  const url = parsed(link);
  if (url === undefined) return 'a link that is no address';
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || protocol !== 'http:')) {
    return 'a link that is not https';
  }
  if (![new URL(endpoint).origin, origin].includes(url.origin)) return 'a link to another site';
  if (url.username !== '' || url.password !== '') return 'a link with a password';
  const hosted = hostedCode(url, endpoint);
  const code = hosted ?? FRAGMENT.exec(url.hash)?.[1];
  if (code === undefined) return 'a link without a code';
  return { href: url.href, code, place: placeOf(url.origin === origin, hosted !== undefined) };
}

/** The code of an address of the service's own page. */
export function hostedCode(url: URL, endpoint: string): string | undefined {
  const start = `${endpoint}/s/`;
  const address = url.origin + url.pathname;
  return address.startsWith(start) ? PAGE.exec(address.slice(start.length))?.[1] : undefined;
}

function placeOf(isOwn: boolean, isHosted: boolean): Way['place'] {
  if (!isOwn) return 'elsewhere';
  return isHosted ? 'hosted' : 'own-page';
}

function parsed(link: string): URL | undefined {
  try {
    return new URL(link);
  } catch {
    return undefined;
  }
}
