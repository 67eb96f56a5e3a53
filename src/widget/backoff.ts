/** When to try again. */

const FIRST_MS = 1000;
/** So many attempts, of two minutes at most in all on average, find out whether it was a moment's trouble. */
const QUICK_ATTEMPTS = 7;
/** A service that has been away for longer is back for everybody within five minutes. */
const REST_MS = 270_000;
const REST_SPREAD_MS = 30_000;
const LEAST_MS = 250;
/** A service that asks for more patience than this is asked again anyway. */
export const RETRY_AFTER_CAP_MS = 15 * 60_000;

/**
 * Exponential with full jitter, so that a thousand phones do not come back in the same second. What that has
 * spread stays spread in the long rests, which are even: by chance alone nobody comes more often than thirteen
 * times an hour.
 *
 * @param attempt failures so far in a row, from 1
 */
export function backoffMs(attempt: number, random: () => number): number {
  if (attempt > QUICK_ATTEMPTS) return REST_MS + Math.floor(random() * REST_SPREAD_MS);
  return Math.max(LEAST_MS, Math.floor(random() * FIRST_MS * 2 ** attempt));
}

/** As long as the service has asked for, and up to a quarter more: it has told others the same. */
export function afterwardsMs(namedMs: number, random: () => number): number {
  return namedMs + Math.floor((random() * namedMs) / 4);
}

/** `Retry-After` (RFC 9110 section 10.2.3), in seconds or as a date; zero when it says nothing usable. */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(RETRY_AFTER_CAP_MS, Math.max(0, wait)) : 0;
}
