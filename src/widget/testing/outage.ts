/** Many clients that lose the service in the same moment, each with one answer to send, on one virtual clock. */
import { Rounds } from '../rounds.ts';
import type { Round } from '../rounds.ts';
import { NOW } from './samples.ts';
import { virtualTime } from './virtual-time.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Times are milliseconds after the outage began. */
export interface Client {
  readonly requests: readonly number[];
  readonly backAt: number;
}

export interface Outage {
  readonly clients: number;
  readonly lastsMs: number;
  /** What the service, or whoever stands in for it, asks for; default: nothing answers. */
  readonly retryAfterMs?: number;
  readonly seed?: number;
}

export async function outage({
  clients,
  lastsMs,
  retryAfterMs = 0,
  seed = 0,
}: Outage): Promise<readonly Client[]> {
  const time = virtualTime(NOW);
  const all = Array.from({ length: clients }, (_, n) => {
    const client = { requests: [] as number[], backAt: Number.POSITIVE_INFINITY };
    const work = async (): Promise<Round> => {
      const sinceMs = time.now() - NOW;
      client.requests.push(sinceMs);
      if (sinceMs < lastsMs) return { kind: 'failed', retryAfterMs };
      client.backAt = Math.min(client.backAt, sinceMs);
      return { kind: 'done' };
    };
    const { now, later } = time;
    const world = { now, later, random: chance(seed + n), locks: undefined };
    void new Rounds('a lock', work, world).wake();
    return client;
  });
  await time.until(NOW + lastsMs + HOUR);
  return all;
}

/** The most that came within so long, wherever that begins. */
export function busiest(times: readonly number[], lengthMs: number): number {
  const within = (from: number): number =>
    times.filter((time) => time >= from && time < from + lengthMs).length;
  return Math.max(0, ...times.map(within));
}

/** Even, and the same in every run. */
function chance(seed: number): () => number {
  // Neighbours are far apart.
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
