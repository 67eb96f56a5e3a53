/** Nobody is sent away for longer; whoever comes then finds the line no shorter, or all of it. */
const WITHIN_MS = 60_000;

/**
 * Gives everybody who has to come again a moment of his own. If all were told "in a second", they would
 * come back together in a second, and all but a few of them in vain.
 */
export class Turns {
  readonly #intervalMs: number;
  #last = 0;

  constructor(perSecond: number) {
    this.#intervalMs = 1000 / perSecond;
  }

  /** Milliseconds from now. @param soonestMs before which there is no sense in coming */
  next(now: number, soonestMs: number): number {
    const soonest = now + soonestMs;
    // Behind the last one; the line begins anew when it is a minute long, or the clock was set back.
    const isInTime = this.#last >= soonest && this.#last < now + WITHIN_MS;
    this.#last = isInTime ? this.#last + this.#intervalMs : soonest;
    return Math.max(this.#last - now, 1);
  }
}
