/** The clock's hand: work that is done when something is due, and otherwise now and then. */

/** So often at least: what has been planned meanwhile, here or on another node, is late by no more. */
const TICK_EVERY_MS = 1_000;
/** What is due but in another node's hands is not asked after without a pause. */
const PAUSE_MS = 10;

export interface Ticking {
  /** Does what is due, and resolves with when the next is; must not reject. */
  readonly tick: () => Promise<Date | null>;
  readonly now: () => Date;
  readonly everyMs?: number | undefined;
}

/** Somebody has just given it something to do; whoever else comes in the meantime shares the look. */
const SOON_MS = 100;

export interface Ticker {
  /** Looks before long: something may have become due just now. */
  soon(): void;
  /** What is under way then goes on to its end. */
  stop(): void;
}

export function keepTicking({ tick, now, everyMs = TICK_EVERY_MS }: Ticking): Ticker {
  let isStopped = false;
  let isTicking = false;
  /** By the machine's clock, which nobody sets. */
  let dueMs: number;
  let timer: NodeJS.Timeout;
  let isCalled = false;
  const wait = (ms: number): void => {
    dueMs = performance.now() + ms;
    timer = setTimeout(() => void turn(), ms).unref();
  };
  const turn = async (): Promise<void> => {
    isTicking = true;
    isCalled = false;
    const next = await tick();
    isTicking = false;
    if (isStopped) return;
    const ahead = next === null ? everyMs : next.getTime() - now().getTime();
    wait(Math.min(isCalled ? SOON_MS : everyMs, Math.max(PAUSE_MS, ahead)));
  };
  wait(everyMs);
  return {
    soon: () => {
      // Who calls in the middle of a tick may have come too late for it.
      isCalled = true;
      if (isStopped || isTicking || dueMs - performance.now() <= SOON_MS) return;
      clearTimeout(timer);
      wait(SOON_MS);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
