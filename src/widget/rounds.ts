/**
 * When a courier is at work: one round after the other while they bring something about, from one tab at a
 * time, and a pause that grows when they do not. It never gives up.
 */
import { backoffMs, RETRY_AFTER_CAP_MS } from './backoff.ts';

export interface RoundsWorld {
  readonly now: () => number;
  readonly random: () => number;
  /** Calls back after so many milliseconds; returns what cancels it. */
  readonly later: (call: () => void, ms: number) => () => void;
  /** Undefined in an insecure context: then the service alone settles what two tabs send. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
}

export const REAL_ROUNDS: RoundsWorld = {
  now: () => Date.now(),
  // oxlint-disable-next-line no-restricted-properties -- jitter needs no secrecy
  random: () => Math.random(),
  later: (call, ms) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  locks: globalThis.navigator?.locks,
};

/** A frozen tab never lets go of its lock; after this long the others go on without. */
const LOCK_PATIENCE_MS = 15_000;
const LOCK_PAUSE_MS = 3000;

/** How one round ended. */
export type Round =
  | { readonly kind: 'done' }
  | { readonly kind: 'progress' }
  /** Nothing was acknowledged. */
  | { readonly kind: 'failed'; readonly retryAfterMs: number }
  | { readonly kind: 'locked' };

export const FAILED: Round = { kind: 'failed', retryAfterMs: 0 };

export class Rounds {
  readonly #name: string;
  readonly #work: () => Promise<Round>;
  readonly #world: RoundsWorld;
  #failures = 0;
  #notBefore = 0;
  #lockedSince: number | undefined;
  #cancel: (() => void) | undefined;
  #drain: Promise<void> | undefined;
  #isCalledAgain = false;

  /** @param name of the lock that the tabs of one origin share */
  constructor(name: string, work: () => Promise<Round>, world: RoundsWorld) {
    this.#name = name;
    this.#work = work;
    this.#world = world;
  }

  /**
   * There is new work, or hope: tries now, unless the service has named a time. Resolves when nothing
   * is left to do, or nothing can be done before a later time.
   */
  wake(): Promise<void> {
    this.#failures = 0;
    return this.#run();
  }

  #run(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isCalledAgain = this.#drain !== undefined;
    this.#drain ??= this.#rounds();
    return this.#drain;
  }

  async #rounds(): Promise<void> {
    for (;;) {
      this.#isCalledAgain = false;
      // oxlint-disable-next-line no-await-in-loop -- single flight is the point
      const round = await (this.#refusal() ?? this.#round());
      if (round.kind === 'progress') this.#failures = 0;
      else if (!this.#isCalledAgain || round.kind === 'failed') return this.#pause(round);
    }
  }

  /** The time that the service has named; a clock that was set back meanwhile makes it void. */
  #refusal(): Promise<Round> | undefined {
    const waitMs = this.#notBefore - this.#world.now();
    if (waitMs <= 0 || waitMs > RETRY_AFTER_CAP_MS) return undefined;
    return Promise.resolve({ kind: 'failed', retryAfterMs: waitMs });
  }

  /** The end of a run. Leaves a timer behind where something is left to do. */
  #pause(round: Round): void {
    this.#drain = undefined;
    if (round.kind === 'done') return;
    let ms = LOCK_PAUSE_MS * (0.5 + this.#world.random());
    if (round.kind === 'failed') {
      this.#failures += 1;
      ms = Math.max(round.retryAfterMs, backoffMs(this.#failures, this.#world.random));
      if (round.retryAfterMs > 0) this.#notBefore = this.#world.now() + round.retryAfterMs;
    }
    this.#cancel = this.#world.later(() => void this.#run(), ms);
  }

  /** One round under the lock: a lock held for longer would hold up the others while this tab sleeps. */
  async #round(): Promise<Round> {
    try {
      const { locks } = this.#world;
      if (locks === undefined || this.#isLockStale()) return await this.#work();
      return await locks.request(
        this.#name,
        { ifAvailable: true },
        async (lock): Promise<Round> => {
          if (lock === null) {
            this.#lockedSince ??= this.#world.now();
            return { kind: 'locked' };
          }
          this.#lockedSince = undefined;
          return this.#work();
        },
      );
    } catch (error) {
      // A sandboxed frame refuses locks.
      return isSecurityError(error) ? this.#work() : FAILED;
    }
  }

  #isLockStale(): boolean {
    const since = this.#lockedSince;
    return since !== undefined && this.#world.now() - since > LOCK_PATIENCE_MS;
  }
}

function isSecurityError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'SecurityError';
}
