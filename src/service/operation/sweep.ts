/** Looks after several tables, again and again, for what is done for one may make something due in another. */
import type { Look } from './due-rows.ts';

export interface Looking {
  run(): Promise<Look>;
}

/** Then whoever else waits has a turn. */
const ROUNDS = 20;

/** Until nothing is due by now, or for some rounds; resolves with when the next is, as far as is known. */
export async function sweep(all: readonly Looking[]): Promise<Date | null> {
  let next: Date | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- what one has done may be work for another in the next round
    const looks = await Promise.all(all.map((one) => one.run()));
    next = earliest(...looks.map((look) => look.next));
    if (looks.every(({ done }) => done === 0)) break;
  }
  return next;
}

export function earliest(...times: readonly (Date | null)[]): Date | null {
  const known = times.flatMap((time) => time ?? []);
  return known.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
