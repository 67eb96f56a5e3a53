/**
 * A modal dialog makes the rest of the page inert even where it is not drawn itself, as in a part of the page
 * that is `display: none` by now (https://html.spec.whatwg.org/multipage/interaction.html#modal-dialogs-and-inert-subtrees).
 * So it is modal only as long as it can be seen.
 */
import { lockScroll } from './scroll-lock.ts';
import { raise } from './views/shell.ts';

export function holdModal(shell: HTMLElement, signal: AbortSignal): void {
  let lock: AbortController | undefined;
  const release = (): void => {
    lock?.abort();
    lock = undefined;
  };
  // Told at once, and when its size becomes none or is there again.
  const sizes = new ResizeObserver(() => {
    const isDrawn = shell.getClientRects().length > 0;
    if (isDrawn === (lock !== undefined)) return;
    release();
    if (isDrawn) {
      if (raise(shell)) shell.querySelector('h2')?.focus();
      lock = new AbortController();
      lockScroll(lock.signal);
    } else if (shell instanceof HTMLDialogElement) shell.close();
  });
  sizes.observe(shell);
  signal.addEventListener('abort', () => {
    sizes.disconnect();
    release();
  });
}
