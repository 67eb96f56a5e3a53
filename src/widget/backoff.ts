/** When to try again. */

const FIRST_MS = 1000;
const CAP_MS = 5 * 60_000;
const LEAST_MS = 250;
/** A service that asks for more patience than this is asked again anyway. */
export const RETRY_AFTER_CAP_MS = 15 * 60_000;

/**
 * Exponential with full jitter, so that a thousand phones do not come back in the same second.
 *
 * @param attempt failures so far in a row, from 1
 */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(attempt, 20));
  return Math.max(LEAST_MS, Math.floor(random() * ceiling));
}

/** `Retry-After` (RFC 9110 section 10.2.3), in seconds or as a date; zero when it says nothing usable. */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(RETRY_AFTER_CAP_MS, Math.max(0, wait)) : 0;
}
