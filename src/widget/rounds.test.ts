/** How often a service that is away is asked, and how it is found again, on a clock of its own. */
import { describe, expect, it } from 'vitest';

import { Rounds } from './rounds.ts';
import type { Round } from './rounds.ts';
import { busiest, HOUR, MINUTE, outage, SECOND } from './testing/outage.ts';
import { NOW } from './testing/samples.ts';
import { virtualTime } from './testing/virtual-time.ts';

const spread = (times: readonly number[]): number => Math.max(...times) - Math.min(...times);

describe('a service that is away for two hours, while the line is fine', () => {
  const away = outage({ clients: 1000, lastsMs: 2 * HOUR });

  it('is asked fifteen times an hour by each, after the first minute, and never forgotten', async () => {
    for (const { requests } of await away) {
      const later = requests.filter((time) => time >= MINUTE);
      expect(busiest(later, HOUR)).toBeLessThanOrEqual(15);
      expect(later.length).toBeGreaterThan(20);
    }
  });

  it('has everybody’s answers within five minutes of its return', async () => {
    for (const { backAt } of await away) expect(backAt - 2 * HOUR).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('is not run over by a thousand at once', async () => {
    const back = (await away).map(({ backAt }) => backAt);
    expect(spread(back)).toBeGreaterThan(MINUTE);
    expect(busiest(back, 10 * SECOND)).toBeLessThan(100);
  });
});

describe('a service that is away for a moment', () => {
  it('has most answers again before the same time has passed once more', async () => {
    const clients = await outage({ clients: 1000, lastsMs: 20 * SECOND });
    expect(clients.filter(({ backAt }) => backAt < 40 * SECOND).length).toBeGreaterThan(600);
    expect(Math.max(...clients.map(({ backAt }) => backAt))).toBeLessThan(5 * MINUTE);
  });

  it('that has asked for two minutes is not asked before, nor by all when they are over', async () => {
    const clients = await outage({ clients: 1000, lastsMs: SECOND, retryAfterMs: 2 * MINUTE });
    const back = clients.map(({ backAt }) => backAt);
    expect(Math.min(...back)).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(spread(back)).toBeGreaterThan(25 * SECOND);
    expect(clients.every(({ requests }) => requests.length === 2)).toBe(true);
  });
});

describe('new hope', () => {
  it('asks at once, whatever was planned', async () => {
    const time = virtualTime(NOW);
    const asked: number[] = [];
    const work = async (): Promise<Round> => {
      asked.push(time.now() - NOW);
      return { kind: 'failed', retryAfterMs: 0 };
    };
    const { now, later } = time;
    const rounds = new Rounds('a lock', work, { now, later, random: () => 0.5, locks: undefined });
    await rounds.wake();
    await time.until(NOW + HOUR);
    const before = asked.length;
    await rounds.wake();
    expect(asked.slice(before)).toEqual([HOUR]);
  });
});
