/** Somebody who answers the short survey, and waits as long as it takes. */
import { setTimeout as pass } from 'node:timers/promises';

import { choice, field, next, score, short } from '../../engines/respondent.ts';
import { wordsOf } from '../../engines/stage.ts';
import type { Thing, Visitor } from '../../engines/visitor.ts';

/** No assertion: what has not come by then does not come. */
const PATIENCE_MS = 45_000;

/** Asks until it holds; says what did not come. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`In vain: ${what}`);
    await pass(100);
  }
}

export async function sees(visitor: Visitor, words: string): Promise<void> {
  await until(`“${words}”`, async () => (await wordsOf(visitor)).includes(words));
}

/** Taps that follow faster than this are one double tap, which leads nowhere. */
export const AGAIN_MS = 700;

/** A tap in the first moments of a survey only chooses: people wait for what comes of it, and tap again. */
async function taps(visitor: Visitor, thing: Thing, words: string): Promise<void> {
  await until(`“${words}”`, async () => {
    if ((await wordsOf(visitor)).includes(words)) return true;
    // Gone in the moment of the tap: the survey has gone on.
    if ((await visitor.look(thing)) !== undefined) await visitor.tap(thing).catch(() => undefined);
    await pass(AGAIN_MS);
    return false;
  });
}

export async function answersFirst(visitor: Visitor): Promise<void> {
  await sees(visitor, short.first);
  await taps(visitor, score(9), short.second);
}

export async function answersRest(visitor: Visitor): Promise<void> {
  await taps(visitor, choice('The speed'), short.third);
  await visitor.tap(field(short.third));
  await visitor.type('fine');
  await taps(visitor, next, short.thanks);
}
