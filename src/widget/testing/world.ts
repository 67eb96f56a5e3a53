/** Time, chance and locks that a test holds in its hand. */
import type { CourierWorld } from '../courier.ts';
import { NOW } from './samples.ts';

export interface TestWorld extends CourierWorld {
  /** Milliseconds until the next try, or undefined where none is planned. */
  readonly planned: () => number | undefined;
  /** Moves the clock to the next try and lets it happen. */
  readonly tick: () => void;
  readonly pass: (ms: number) => void;
}

export function world(
  fetch: typeof globalThis.fetch,
  change: Partial<CourierWorld> = {},
): TestWorld {
  let now = NOW;
  let timer: { call: () => void; due: number } | undefined;
  return {
    fetch,
    now: () => now,
    random: () => 0.5,
    later: (call, ms) => {
      const mine = { call, due: now + ms };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
    locks: undefined,
    planned: () => (timer === undefined ? undefined : timer.due - now),
    tick: () => {
      const due = timer;
      timer = undefined;
      if (due === undefined) throw new Error('nothing is planned');
      now = Math.max(now, due.due);
      due.call();
    },
    pass: (ms) => {
      now += ms;
    },
    ...change,
  };
}
