/** What came of a try, in the kinds that make a difference for what happens next; and when that is. */

export type Outcome =
  | { readonly kind: 'delivered' }
  /** Perhaps later: nobody there, nothing in time, an error of the other side. It counts as a failure of the destination. */
  | { readonly kind: 'failed'; readonly reason: string; readonly afterMs?: number }
  /** The other side asks for time. It costs no try. */
  | { readonly kind: 'waiting'; readonly reason: string; readonly afterMs: number }
  /** It will never take this one, and takes others. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It takes nothing from us any more, until somebody does something about it. This one waits. */
  | { readonly kind: 'stopped'; readonly reason: string }
  /** There is nothing to send. */
  | { readonly kind: 'dropped'; readonly reason: string };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before the second try, the third … (Standard Webhooks: three days in all). */
const SCHEDULE_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** A destination where nothing has arrived for so long is stopped; what waits for it stays. */
export const GIVE_UP_MS = SCHEDULE_MS.reduce((sum, ms) => sum + ms, 0);
/** By which a pause is longer or shorter at most, so that not all come again at once. */
const JITTER = 0.1;
/** Nobody may ask for more: it could be a mistake, and nobody would notice. */
const ASKED_MAX_MS = 24 * HOUR;

/**
 * @param attempt the one that has failed, from one
 * @param random from 0 up to 1
 * @returns milliseconds; undefined: that was the last
 */
export function pauseAfter(
  attempt: number,
  askedMs: number,
  random: () => number,
): number | undefined {
  const planned = SCHEDULE_MS[attempt - 1];
  if (planned === undefined) return undefined;
  const jittered = planned * (1 + JITTER * (2 * random() - 1));
  return Math.round(Math.max(jittered, boundedPause(askedMs)));
}

/** Failures in a row after which nothing is tried for a while. */
export const BREAK_AT = 5;
const REST_MS = 30 * SECOND;
const REST_MAX_MS = 10 * MINUTE;

/** How long a destination is left alone after so many failures in a row; null: it is not. */
export function restAfter(failures: number): number | null {
  if (failures < BREAK_AT) return null;
  return Math.min(REST_MS * 2 ** (failures - BREAK_AT), REST_MAX_MS);
}

/** What somebody may ask for. */
export function boundedPause(askedMs: number): number {
  return Math.min(Math.max(0, askedMs), ASKED_MAX_MS);
}
