/** What a box on the screen needs beyond being drawn, for as long as it stands there. */
import type { Display } from './display.ts';
import { lockScroll } from './scroll-lock.ts';
import { swipeAway } from './swipe.ts';
import { followViewport } from './viewport.ts';

export class Footing {
  readonly #dismiss: () => void;
  #shell: HTMLElement | null = null;
  #display: Display | undefined;
  #release = new AbortController();

  /** @param dismiss closes the survey, as its button does */
  constructor(dismiss: () => void) {
    this.#dismiss = dismiss;
  }

  /** After each drawing; null when the survey is not on the screen. */
  stand(shell: HTMLElement | null, display: Display): void {
    if (shell === this.#shell && (shell === null || display === this.#display)) return;
    this.#release.abort();
    this.#release = new AbortController();
    this.#shell = shell;
    this.#display = display;
    if (shell === null) return;
    const { signal } = this.#release;
    // In the flow of a page that is the customer's, the browser's own scrolling has to do.
    if (display !== 'inline') followViewport(shell, signal);
    if (display === 'sheet') swipeAway(shell, this.#dismiss, signal);
    if (display === 'dialog') lockScroll(signal);
  }
}
