import { Turns } from './turns.ts';

/** How much may be asked: so many at once, and so many a second in the long run. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  /** Milliseconds: when it will be full again. */
  fullAt: number;
  /** Once somebody was refused. */
  turns?: Turns;
}

/** The one that was asked for the longest ago is forgotten first: who asks most is not forgotten. */
const BUCKETS_MAX = 50_000;

/**
 * Token buckets, one a key, in the memory of this process (the "generic cell rate algorithm": a bucket is
 * the moment at which it will be full, so that nothing has to be filled by a timer).
 */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now milliseconds, of a clock that may be set */
  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Takes a token. Zero, or the milliseconds after which to come again: then nothing was taken. */
  take(key: string): number {
    const waitMs = this.wait(key);
    if (waitMs === 0) this.count(key);
    return waitMs;
  }

  /** Zero where there is a token; it is not taken. */
  wait(key: string): number {
    const now = this.#now();
    const bucket = this.#bucket(key, now);
    const missingMs = bucket.fullAt + this.#intervalMs - this.#capacityMs - now;
    if (missingMs <= 0) return 0;
    bucket.turns ??= new Turns(this.#rate.perSecond);
    this.#keep(key, bucket);
    return bucket.turns.next(now, missingMs);
  }

  /** Takes a token, there or not: for what has happened already. */
  count(key: string): void {
    const bucket = this.#bucket(key, this.#now());
    bucket.fullAt += this.#intervalMs;
    this.#keep(key, bucket);
  }

  get #intervalMs(): number {
    return 1000 / this.#rate.perSecond;
  }

  get #capacityMs(): number {
    return this.#rate.burst * this.#intervalMs;
  }

  /** As it is now. A clock that was set back must not leave a bucket empty for hours. */
  #bucket(key: string, now: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { fullAt: now };
    bucket.fullAt = Math.min(Math.max(bucket.fullAt, now), now + this.#capacityMs);
    return bucket;
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size <= BUCKETS_MAX) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
