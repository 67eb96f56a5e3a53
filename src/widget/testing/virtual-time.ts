/** A clock for many at once, on which two hours pass as fast as the machine can count. */

export interface VirtualTime {
  readonly now: () => number;
  /** Calls back after so many milliseconds; returns what cancels it. */
  readonly later: (call: () => void, ms: number) => () => void;
  /** Goes on from one planned call to the next, up to that time; what each sets off is over before the next. */
  until(time: number): Promise<void>;
}

interface Planned {
  readonly call: () => void;
  readonly due: number;
}

export function virtualTime(start: number): VirtualTime {
  let now = start;
  const planned = new Set<Planned>();
  const next = (): Planned | undefined => {
    let first: Planned | undefined;
    for (const one of planned) if (first === undefined || one.due < first.due) first = one;
    return first;
  };
  return {
    now: () => now,
    later: (call, ms) => {
      const mine = { call, due: now + ms };
      planned.add(mine);
      return () => planned.delete(mine);
    },
    async until(time) {
      await settled();
      for (let one = next(); one !== undefined && one.due <= time; one = next()) {
        planned.delete(one);
        now = Math.max(now, one.due);
        one.call();
        // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
        await settled();
      }
      now = time;
    },
  };
}

/** All that follows from one call by promises alone. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
