/** E-mail addresses. */
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { isHostName } from './host-name.ts';
import { plainText } from './text.ts';

/** RFC 5321 section 4.5.3.1.3 allows 254 characters in a path. */
const LENGTH = 254;

/** WHATWG HTML, "valid e-mail address", with a dot demanded in the domain. Linear: no group repeats a repeat. */
const LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;

export function email(given: unknown): Verdict {
  const text = plainText(given, LENGTH);
  if (!text.ok || typeof text.value !== 'string') return text;
  const at = text.value.lastIndexOf('@');
  const local = text.value.slice(0, Math.max(at, 0));
  const host = text.value.slice(at + 1).toLowerCase();
  return LOCAL.test(local) && isHostName(host) ? accept(`${local}@${host}`) : refuse('email');
}
