/**
 * When a courier is at work: one round after the other while they bring something about, from one tab at a
 * time, and a pause that grows when they do not. It never gives up.
 */
import { afterwardsMs, backoffMs, RETRY_AFTER_CAP_MS } from './backoff.ts';

export interface RoundsWorld {
  readonly now: () => number;
  readonly random: () => number;
  /** Calls back after so many milliseconds; returns what cancels it. */
  readonly later: (call: () => void, ms: number) => () => void;
  /** Undefined in an insecure context: then the service alone settles what two tabs send. */
  readonly locks: Locks | undefined;
}

type Locks = Pick<LockManager, 'request'>;

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

const LOCK_PAUSE_MS = 3000;
/** Longer than a request may take. With the pause before, a frozen tab holds up the others for 15 s at most. */
const LOCK_PATIENCE_MS = 10_500;

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
  #isLockedOut = false;
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

  /** The service has named a time, and it has not come. */
  get isPutOff(): boolean {
    return this.#refusal() !== undefined;
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
      const { now, random } = this.#world;
      const { retryAfterMs } = round;
      ms = Math.max(afterwardsMs(retryAfterMs, random), backoffMs(this.#failures, random));
      if (retryAfterMs > 0) this.#notBefore = now() + retryAfterMs;
    }
    this.#cancel = this.#world.later(() => {
      // What was asked for has passed, also where the clock stands still.
      this.#notBefore = 0;
      void this.#run();
    }, ms);
  }

  /** One round under the lock: a lock held for longer would hold up the others while this tab sleeps. */
  async #round(): Promise<Round> {
    const { locks } = this.#world;
    try {
      if (locks === undefined) return await this.#work();
      return await (this.#isLockedOut ? this.#inTurn(locks) : this.#ifNobodyElse(locks));
    } catch (error) {
      // A sandboxed frame refuses locks.
      return isSecurityError(error) ? this.#work() : FAILED;
    }
  }

  /** Does not wait: mostly the other tab has done what there was to do. */
  #ifNobodyElse(locks: Locks): Promise<Round> {
    return locks.request(this.#name, { ifAvailable: true }, (lock): Round | Promise<Round> => {
      this.#isLockedOut = lock === null;
      return lock === null ? { kind: 'locked' } : this.#work();
    });
  }

  /** A tab at work lets go after each round, and is waited for. A frozen one never does: its lock is taken from it. */
  async #inTurn(locks: Locks): Promise<Round> {
    const patience = new AbortController();
    const { signal } = patience;
    const cancel = this.#world.later(() => patience.abort(), LOCK_PATIENCE_MS);
    const work = (): Promise<Round> => {
      cancel();
      this.#isLockedOut = false;
      return this.#work();
    };
    try {
      return await locks.request(this.#name, { signal }, work);
    } catch (error) {
      if (!signal.aborted) throw error;
      return locks.request(this.#name, { steal: true }, work);
    }
  }
}

function isSecurityError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'SecurityError';
}
