/**
 * Tells a considered tap from a stray one. A choice by pointer leads on by itself; one made by keyboard or
 * by a screen reader does not, nor one that came in a survey's first moments, when the finger was on its
 * way to something else, nor the second half of a double tap.
 */
const DOUBLE_TAP_MS = 300;
const DOUBLE_TAP_PX = 24;

export class Tap {
  readonly #readyAt: () => number;
  #leadsOn = false;
  #last = { x: 0, y: 0, at: Number.NEGATIVE_INFINITY };

  /** @param readyAt when the first moments are over, in milliseconds as `press` is told */
  constructor(readyAt: () => number) {
    this.#readyAt = readyAt;
  }

  press(x: number, y: number, at: number): void {
    const { x: lastX, y: lastY, at: lastAt } = this.#last;
    const isDouble =
      at - lastAt < DOUBLE_TAP_MS && Math.hypot(x - lastX, y - lastY) < DOUBLE_TAP_PX;
    this.#leadsOn = !isDouble && at >= this.#readyAt();
    this.#last = { x, y, at };
  }

  /** A key was pressed, or the screen has changed: the next choice is not that tap's. */
  forget(): void {
    this.#leadsOn = false;
  }

  get leadsOn(): boolean {
    return this.#leadsOn;
  }
}
