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

/** @returns how to stop it; what is under way then goes on to its end */
export function keepTicking({ tick, now, everyMs = TICK_EVERY_MS }: Ticking): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout;
  const wait = (ms: number): void => {
    timer = setTimeout(() => void turn(), ms).unref();
  };
  const turn = async (): Promise<void> => {
    const next = await tick();
    if (isStopped) return;
    const ahead = next === null ? everyMs : next.getTime() - now().getTime();
    wait(Math.min(everyMs, Math.max(PAUSE_MS, ahead)));
  };
  wait(everyMs);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
