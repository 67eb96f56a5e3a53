/**
 * Keeps what is being answered above the on-screen keyboard. Phones lay the keyboard over the page: the
 * layout stays as tall as it was, and only the visual viewport tells what can be seen
 * (https://drafts.csswg.org/css-viewport/#the-visualviewport-interface). Where the page has asked for
 * `interactive-widget=resizes-content`, nothing is covered, and nothing happens.
 */
export function followViewport(shell: HTMLElement, signal: AbortSignal): void {
  const { visualViewport: seen } = globalThis;
  if (!seen) return;
  let covered = 0;
  const follow = (): void => {
    const now = coveredBy(seen);
    if (now !== covered) shell.style.setProperty('--covered', `${now}px`);
    if (now > 0 && now !== covered) reveal(shell, seen);
    covered = now;
  };
  const focused = (): void => {
    if (covered > 0) reveal(shell, seen);
  };
  seen.addEventListener('resize', follow, { signal });
  seen.addEventListener('scroll', follow, { signal });
  shell.addEventListener('focusin', focused, { signal });
  signal.addEventListener('abort', () => shell.style.removeProperty('--covered'));
  follow();
}

/** Px at the bottom of the window that lie under the keyboard. Who zooms in by pinching moves about freely. */
function coveredBy({ height, offsetTop, scale }: VisualViewport): number {
  if (Math.abs(scale - 1) > 0.01) return 0;
  return Math.max(0, Math.round(innerHeight - offsetTop - height));
}

/** The field that is typed in, and on a page of its own the way on below it, as far as both fit. */
function reveal(shell: HTMLElement, { offsetTop, height }: VisualViewport): void {
  const field = (shell.getRootNode() as ShadowRoot).activeElement;
  if (!field?.matches('input, textarea, select')) return;
  field.scrollIntoView({ block: 'nearest' });
  if (!shell.matches('.page')) return;
  const bottom = shell.querySelector('footer')?.getBoundingClientRect().bottom ?? 0;
  const below = bottom - offsetTop - height;
  const room = field.getBoundingClientRect().top - offsetTop;
  if (below > 0) scrollBy(0, Math.min(below, Math.max(0, room)));
}
