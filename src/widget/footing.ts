/** What a box on the screen needs beyond being drawn, for as long as it stands there. */
import type { Display } from './display.ts';
import { keepKeys } from './keys.ts';
import { holdModal } from './modality.ts';
import { swipeAway } from './swipe.ts';
import type { ContrastFault } from './themes/contrast.ts';
import { idle } from './themes/idle.ts';
import { hasOwnColours } from './themes/own-colours.ts';
import { followViewport } from './viewport.ts';

export class Footing {
  /** What of the page's own colours cannot be read; undefined where that has not been looked at. */
  contrast: readonly ContrastFault[] | undefined;
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
    if (display === 'dialog') holdModal(shell, signal);
    keepKeys(shell, signal);
    void this.#check(shell, signal);
  }

  /** After all that the respondent waits for. A check that cannot be loaded is none. */
  async #check(shell: HTMLElement, signal: AbortSignal): Promise<void> {
    await idle(signal);
    if (!hasOwnColours(shell)) return;
    const checking = await import('./themes/contrast.ts').catch(() => undefined);
    if (checking && !signal.aborted) this.contrast = checking.checkContrast(shell);
  }
}
