/** Work that no reply waits for, so that a stop can. */
export class BackgroundWork {
  readonly #running = new Set<Promise<void>>();

  /** `work` must not reject. */
  add(work: Promise<void>): void {
    const ended = work.finally(() => this.#running.delete(ended));
    this.#running.add(ended);
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) {
      // oxlint-disable-next-line no-await-in-loop -- what ends may have begun something else
      await Promise.all(this.#running);
    }
  }
}
