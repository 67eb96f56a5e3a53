import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { keepTicking } from './ticking.ts';
import type { Ticker } from './ticking.ts';

let ticker: Ticker;
/** When it ticked, in milliseconds since the start. */
let ticks: number[];
let due: number | null;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  ticks = [];
  due = null;
  ticker = keepTicking({
    tick: async () => (ticks.push(Date.now()), due === null ? null : new Date(due)),
    now: () => new Date(),
    everyMs: 1000,
  });
});
afterEach(() => {
  ticker.stop();
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

it('looks soon when it is called, once for all who call', async () => {
  await vi.advanceTimersByTimeAsync(1200);
  for (let call = 0; call < 50; call += 1) {
    ticker.soon();
    await vi.advanceTimersByTimeAsync(1);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(ticks).toEqual([1000, 1300]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(ticks).toEqual([1000, 1300, 2300]);
});

it('looks no later for being called', async () => {
  await vi.advanceTimersByTimeAsync(950);
  ticker.soon();
  await vi.advanceTimersByTimeAsync(100);
  expect(ticks).toEqual([1000]);
});

it('pauses before it asks again for what another node has in hand', async () => {
  due = 0;
  await vi.advanceTimersByTimeAsync(1020);
  expect(ticks).toEqual([1000, 1010, 1020]);
});

it('looks no more once it is stopped, even in the middle of a tick', async () => {
  await vi.advanceTimersByTimeAsync(999);
  vi.advanceTimersByTime(1);
  ticker.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(ticks).toEqual([1000]);
});
