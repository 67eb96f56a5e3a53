/** Web addresses. */
import { LIMITS } from '../../protocol/limits.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { isHostName } from './host-name.ts';
import { plainText } from './text.ts';

/**
 * RFC 3986, as far as people type it: scheme, host, port and the rest, but no name or password. Linear: what
 * ends one part cannot be in it.
 */
const ADDRESS = /^(?:(https?):\/\/)?([^\s\p{Cc}/?#@:]+)(:\d{1,5})?([/?#][^\s\p{Cc}]*)?$/iu;

export function url(given: unknown): Verdict {
  const text = plainText(given);
  if (!text.ok || typeof text.value !== 'string') return text;
  const [, scheme = 'https', name = '', port = '', rest = ''] = ADDRESS.exec(text.value) ?? [];
  const host = name.toLowerCase();
  if (!isHostName(host)) return refuse('url');
  const address = `${scheme.toLowerCase()}://${host}${port}${rest}`;
  return address.length <= LIMITS.urlLength
    ? accept(address)
    : refuse('too_long', { limit: LIMITS.urlLength });
}
