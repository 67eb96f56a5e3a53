import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';

import { TokenBuckets } from './token-buckets.ts';

let now: number;
const clock = () => now;
beforeEach(() => {
  now = 1_000_000;
});

const takeMany = (buckets: TokenBuckets, key: string, count: number): number[] =>
  Array.from({ length: count }, () => buckets.take(key));

describe('a token bucket', () => {
  it('gives its burst at once, and then so many a second', () => {
    const buckets = new TokenBuckets({ perSecond: 10, burst: 5 }, clock);
    expect(takeMany(buckets, 'a', 5)).toEqual([0, 0, 0, 0, 0]);
    expect(buckets.take('a')).toBe(100);
    now += 100;
    expect(buckets.take('a')).toBe(0);
    expect(buckets.take('a')).toBeGreaterThan(0);
    now += 60_000;
    expect(takeMany(buckets, 'a', 6).filter((waitMs) => waitMs === 0)).toHaveLength(5);
  });

  it('of one key is nothing to another', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 1 }, clock);
    buckets.take('a');
    expect(buckets.take('a')).toBeGreaterThan(0);
    expect(buckets.take('b')).toBe(0);
  });

  it('sends those whom it refuses away to a turn of their own, within a minute', () => {
    const buckets = new TokenBuckets({ perSecond: 2, burst: 1 }, clock);
    buckets.take('a');
    const turns = takeMany(buckets, 'a', 1000);
    expect(turns.slice(0, 4)).toEqual([500, 1000, 1500, 2000]);
    expect(Math.max(...turns)).toBeLessThanOrEqual(60_500);
    const bySecond = Map.groupBy(turns, (waitMs) => Math.floor(waitMs / 1000));
    const mostInOneSecond = Math.max(...[...bySecond.values()].map((group) => group.length));
    expect(mostInOneSecond).toBeLessThanOrEqual(Math.ceil((1000 / 60) * 1.2));
  });

  it('lets those who come at their turns in, when nobody pushes in', () => {
    const buckets = new TokenBuckets({ perSecond: 50, burst: 10 }, clock);
    const start = now;
    const turns = takeMany(buckets, 'a', 500).filter((waitMs) => waitMs > 0);
    expect(turns).toHaveLength(490);
    const refused = turns.filter((waitMs) => {
      now = start + waitMs;
      return buckets.take('a') > 0;
    });
    expect(refused).toEqual([]);
  });

  it('never gives more than burst and rate allow, whatever the times', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (pauses, burst) => {
        const buckets = new TokenBuckets({ perSecond: 5, burst }, clock);
        const start = now;
        let given = 0;
        for (const pause of pauses) {
          now += pause;
          if (buckets.take('a') === 0) given += 1;
        }
        expect(given).toBeLessThanOrEqual(burst + ((now - start) / 1000) * 5 + 1e-6);
      }),
    );
  });

  it('is not empty for hours because the clock was set back', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 3 }, clock);
    takeMany(buckets, 'a', 3);
    now -= 3_600_000;
    expect(buckets.take('a')).toBeLessThanOrEqual(1000);
    now += 3000;
    expect(buckets.take('a')).toBe(0);
  });

  it('remembers no more keys than it has room for, and those that ask most', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 2 }, clock);
    takeMany(buckets, 'loud', 2);
    for (let index = 0; index < 60_000; index += 1) {
      buckets.take(`once ${index}`);
      if (index % 1000 === 0) buckets.take('loud');
    }
    expect(buckets.size).toBe(50_000);
    expect(buckets.take('loud')).toBeGreaterThan(0);
  });
});
