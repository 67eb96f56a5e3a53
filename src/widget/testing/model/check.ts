/** Plays many histories: the product's have to keep every promise, the broken variants' have to break one. */
import * as fc from 'fast-check';

import { Coverage } from './coverage.ts';
import { histories } from './history.ts';
import { play } from './play.ts';
import { SOUND } from './variant.ts';
import type { Variant } from './variant.ts';

export interface Outcome {
  readonly seed: number;
  readonly runs: number;
  /** How often each kind of event has happened, and each state has been met. */
  readonly counts: Readonly<Record<string, number>>;
  /** What was broken, by the shortest history that could be found. */
  readonly broken?: string;
}

/** Without any of these the histories would prove too little. */
export const EXPECTED: readonly string[] = `
  open, reload, answer, keep, back, dismiss, send, leave, freeze, thaw
  stop, save, fill, room, kill, power, erase, cancel, wait
  acknowledge, arrive, lose-request, lose-reply, late
  portal, empty, half, busy, too-large
  stored, duplicate, conflict, refused, erased, resumed
  let in by a code, led to another response, turned away
  told saved, told sending, told sent, told blocked
  kept in indexeddb, kept in localstorage, kept in memory, written and not told
  locked out, lock stolen, ended with all sent, ended with something refused
`
  .trim()
  .split(/,?\n\s*|, /);

export async function playMany(runs: number, seed: number): Promise<Outcome> {
  const coverage = new Coverage();
  const promises = fc.asyncProperty(histories, async (history) => {
    coverage.add(await play(history, SOUND));
  });
  const result = await fc.check(promises, { numRuns: runs, seed });
  const { counts } = coverage;
  if (!result.failed) return { seed, runs, counts };
  const history = result.counterexample?.[0].map((one) => JSON.stringify(one)).join('\n');
  const broken = `${String(result.errorInstance)}\nby seed ${seed}:\n${history}`;
  return { seed, runs: result.numRuns, counts, broken };
}

/** @returns after how many histories a broken variant was caught; undefined: not at all */
export async function caughtBy(
  variant: Variant,
  seed: number,
  runs = 3000,
): Promise<number | undefined> {
  const promises = fc.asyncProperty(histories, async (history) => {
    await play(history, variant);
  });
  const result = await fc.check(promises, { numRuns: runs, seed, endOnFailure: true });
  return result.failed ? result.numRuns : undefined;
}
