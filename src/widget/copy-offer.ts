/** Whether a copy of the answers is offered, and the way to its code, which hardly anybody needs. */
import type { TemplateResult } from 'lit/html.js';

import type { Answering } from './answering.ts';
import type { Copy } from './copy.ts';
import type { Ui } from './views/ui.ts';

export class CopyOffer {
  readonly #answering: Answering;
  readonly #redraw: () => Promise<unknown>;
  #copy: Copy | undefined;

  constructor(answering: Answering, redraw: () => Promise<unknown>) {
    this.#answering = answering;
    this.#redraw = redraw;
  }

  /** What became of the answers is another thing now. */
  async look(): Promise<void> {
    const { isDone, refusal } = this.#answering;
    if (!isDone || refusal !== 'refused' || this.#copy !== undefined) return;
    try {
      const { Copy } = await import('./copy.ts');
      this.#copy ??= new Copy(
        () => this.#answering.record,
        () => void this.#redraw(),
      );
      await this.#redraw();
    } catch {
      // The network went away in between: the answers are on the device all the same.
    }
  }

  view(ui: Ui): TemplateResult | undefined {
    return this.#answering.refusal === 'refused' ? this.#copy?.view(ui) : undefined;
  }
}
