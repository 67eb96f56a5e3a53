/** That the link has led nowhere, once that is known of a survey that is on the screen already. */
import type { Answering } from './answering.ts';
import type { Stage } from './conduct.ts';
import type { CopyOffer } from './copy-offer.ts';
import type { End } from './views/survey.ts';

export class DeadEnd {
  readonly #answering: Answering;
  readonly #stage: Stage;
  readonly #copyOffer: CopyOffer;
  #view: End | undefined;

  constructor(answering: Answering, stage: Stage, copyOffer: CopyOffer) {
    this.#answering = answering;
    this.#stage = stage;
    this.#copyOffer = copyOffer;
  }

  /** Undefined until its words are here. */
  get view(): End | undefined {
    return this.#view;
  }

  /** Said where the survey stands in the page, or where answers are at stake. */
  async look(): Promise<void> {
    const { deadEnd, record, refusal } = this.#answering;
    if (deadEnd === undefined || this.#view !== undefined) return;
    if (this.#stage.isOverlay && refusal === undefined) return this.#stage.closed(true);
    const { deadEndFor } = await import('./dead-end.ts');
    this.#view = deadEndFor(deadEnd, record.lang, refusal && this.#copyOffer);
    await this.#stage.redraw();
  }
}
