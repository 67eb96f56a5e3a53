/** What a push service's answer means for us, whatever it looks like. */

export type PushAnswer =
  /** It will bring it. */
  | { readonly kind: 'sent' }
  /** Not now. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** The device is not there any more: forget the address. */
  | { readonly kind: 'drop'; readonly reason: string }
  /** It does not take our credentials: until somebody sets others, everything would be refused. */
  | { readonly kind: 'stop'; readonly reason: string }
  /** It does not take this message, and never will. */
  | { readonly kind: 'refuse'; readonly reason: string };

/** `Retry-After` (RFC 9110 section 10.2.3) in milliseconds: seconds, or a date. */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

export function retry(reason: string, afterMs?: number): PushAnswer {
  return { kind: 'retry', reason, ...(afterMs !== undefined && { afterMs }) };
}

/** Somebody else's word, which goes into logs and records: a word, and no more. */
export function reasonOf(text: string): string {
  return /^[A-Za-z0-9_. -]{1,80}$/.exec(text)?.[0] ?? 'unknown';
}

/** JSON of somebody else's; null when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A proxy's page, or nothing: the status alone tells.
    return null;
  }
}
