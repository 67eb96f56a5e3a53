import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { keepTicking } from './ticking.ts';

let stop: () => void;
/** When it ticked, in milliseconds since the start. */
let ticks: number[];
let due: number | null;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  ticks = [];
  due = null;
  stop = keepTicking({
    tick: async () => (ticks.push(Date.now()), due === null ? null : new Date(due)),
    now: () => new Date(),
    everyMs: 1000,
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('looks every second when nothing is due', async () => {
  await vi.advanceTimersByTimeAsync(3000);
  expect(ticks).toEqual([1000, 2000, 3000]);
});

it('wakes in the moment in which something is due', async () => {
  due = 1234;
  await vi.advanceTimersByTimeAsync(1234);
  expect(ticks).toEqual([1000, 1234]);
});

it('pauses before it asks again for what another node has in hand', async () => {
  due = 0;
  await vi.advanceTimersByTimeAsync(1020);
  expect(ticks).toEqual([1000, 1010, 1020]);
});

it('looks no more once it is stopped, even in the middle of a tick', async () => {
  await vi.advanceTimersByTimeAsync(999);
  vi.advanceTimersByTime(1);
  stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(ticks).toEqual([1000]);
});
