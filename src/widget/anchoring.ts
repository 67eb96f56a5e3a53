/**
 * Holds a box beside an element of the page: below it, above it where there is more room, in the window's
 * corner where there is none, or no element. Browsers with CSS anchor positioning do it by themselves
 * (https://drafts.csswg.org/css-anchor-position-1/): the element that a popover is shown from is its anchor,
 * without a name in the page's styles. For others it is measured.
 */
const GAP_PX = 8;

export class Anchoring {
  #shell: HTMLElement | null = null;
  #anchor: Element | null = null;
  #release = new AbortController();

  /** @param shell null when nothing stands beside anything */
  stand(shell: HTMLElement | null, anchor: Element | null): void {
    if (shell === this.#shell && anchor === this.#anchor) {
      // A new class attribute has forgotten it.
      if (shell && anchor?.isConnected) shell.classList.add(className());
      return;
    }
    this.#release.abort();
    this.#release = new AbortController();
    this.#shell?.classList.remove('anchored', 'measured');
    this.#shell = shell;
    this.#anchor = anchor;
    if (shell !== null && anchor !== null) hold(shell, anchor, this.#release.signal);
  }
}

function hold(shell: HTMLElement, anchor: Element, signal: AbortSignal): void {
  shell.classList.add(className());
  if (isNative()) showFrom(shell, anchor);
  const place = (): void => {
    const isThere = anchor.isConnected && anchor.getClientRects().length > 0;
    shell.classList.toggle(className(), isThere && (isNative() || measured(shell, anchor)));
  };
  // Also told when the element is taken from the page, as its size is none then.
  const sizes = new ResizeObserver(place);
  sizes.observe(anchor);
  sizes.observe(shell);
  signal.addEventListener('abort', () => sizes.disconnect());
  if (isNative()) return;
  place();
  globalThis.addEventListener('scroll', place, { capture: true, passive: true, signal });
  globalThis.addEventListener('resize', place, { signal });
}

function isNative(): boolean {
  return CSS.supports('position-area', 'block-end');
}

function className(): string {
  return isNative() ? 'anchored' : 'measured';
}

/** What it is shown from is its implicit anchor; only while it is being shown can that be said. */
function showFrom(shell: HTMLElement, source: Element): void {
  if (shell.matches(':popover-open')) shell.hidePopover();
  shell.showPopover({ source: source as HTMLElement });
}

/** @returns false where neither below nor above is room for it */
function measured(shell: HTMLElement, anchor: Element): boolean {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = shell;
  const { clientWidth } = document.documentElement;
  const below = at.bottom + GAP_PX;
  const above = at.top - GAP_PX - height;
  const fits = (top: number): boolean => top >= GAP_PX && top + height <= innerHeight - GAP_PX;
  const top = fits(below) ? below : above;
  const isRtl = getComputedStyle(anchor).direction === 'rtl';
  const wished = isRtl ? at.right - width : at.left;
  const left = Math.max(GAP_PX, Math.min(wished, clientWidth - GAP_PX - width));
  shell.style.setProperty('--left', `${left}px`);
  shell.style.setProperty('--top', `${top}px`);
  return fits(top);
}
