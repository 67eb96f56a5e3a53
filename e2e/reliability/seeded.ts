/** Chance that can be had again: everything a trial leaves to chance is drawn from its seed. */
export interface Chance {
  /** From 0 to 1, 1 excluded; as `Math.random`. */
  readonly random: () => number;
  /** Whether something happens that happens in this share of cases. */
  happens(share: number): boolean;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<T>(things: readonly T[]): T;
  /**
   * A source of its own for one part of a trial. What that part draws does not depend on how often others
   * have drawn, which depends on how fast the machine is.
   */
  branch(name: string | number): Chance;
}

export function seeded(seed: number | string): Chance {
  const random = mulberry32(fingerprint(String(seed)));
  return {
    random,
    happens: (share) => random() < share,
    between: (least, most) => least + Math.floor(random() * (most - least + 1)),
    pick(things) {
      const picked = things[Math.floor(random() * things.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
    branch: (name) => seeded(`${seed}/${name}`),
  };
}

/** FNV-1a, 32 bits. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Small, fast, and even enough for weather: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
