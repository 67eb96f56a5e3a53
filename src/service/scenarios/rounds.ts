/**
 * Work on many people at once, round by round, nobody twice in one: whether somebody may be asked is decided by what
 * they have been asked before, and so each step of one person sees the one before it.
 */
export async function inRounds<T>(
  work: readonly T[],
  personOf: (one: T) => string,
  /** Resolves with what is to be done again, in a later round. */
  round: (some: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = work;
  while (left.length > 0) {
    const seen = new Set<string>();
    const [now, later]: [T[], T[]] = [[], []];
    for (const one of left) {
      const person = personOf(one);
      (seen.has(person) ? later : now).push(one);
      seen.add(person);
    }
    // oxlint-disable-next-line no-await-in-loop -- each round stands on the one before
    left = [...(await round(now)), ...later];
  }
}
