/**
 * When a box over the page may appear by itself: not while the page has a modal dialog open, which would make
 * the box look usable and be inert, and not on top of another survey. A chunk of its own: most pages have
 * nothing of the kind.
 */
import { isOverlay } from './display.ts';
import type { Display } from './display.ts';

/**
 * Resolves when nothing is in the way.
 *
 * @param isAsked by the page or the respondent: that is shown over other surveys, and a dialog over everything
 * @param isOver whether the visit that waits has ended meanwhile
 */
export function clearance(
  host: HTMLElement,
  display: Display,
  isAsked: () => boolean,
  isOver: () => boolean,
): Promise<void> {
  const isWaiting = (): boolean => !isOver() && isObstructed(host, display, isAsked());
  if (!isWaiting()) return Promise.resolve();
  return new Promise((resolve) => {
    let frame = 0;
    const look = (): void => {
      frame = 0;
      if (isWaiting()) return;
      changes.disconnect();
      document.removeEventListener('close', lookSoon, true);
      resolve();
    };
    // A frame each: of two that wait for the same, the second finds the first on the screen.
    const lookSoon = (): void => {
      frame ||= requestAnimationFrame(look);
    };
    const changes = new MutationObserver(lookSoon);
    changes.observe(document, {
      subtree: true,
      childList: true,
      attributeFilter: ['open', 'hidden', 'inert', 'aria-hidden', 'aria-modal', 'class', 'style'],
    });
    // A dialog in a shadow tree, where no observer of the document looks.
    document.addEventListener('close', lookSoon, true);
  });
}

function isObstructed(host: HTMLElement, display: Display, isAsked: boolean): boolean {
  if (!isOverlay(display) || (isAsked && display === 'dialog')) return false;
  return isInert(host) || hasModalBeside(host) || (!isAsked && hasSurveyBeside(host));
}

function isInert(host: HTMLElement): boolean {
  return treesAround(host).some((element) => element.closest('[inert], [aria-hidden="true"]'));
}

/** In the document; what a page keeps in shadow trees of its own cannot be looked for. */
function hasModalBeside(host: HTMLElement): boolean {
  const around = treesAround(host);
  return [...document.querySelectorAll('dialog[open], [aria-modal="true"]')].some(
    (box) => isDrawn(box) && isModal(box) && !around.some((element) => box.contains(element)),
  );
}

/** Not every open `<dialog>` is modal. */
function isModal(box: Element): boolean {
  if (box.matches('[aria-modal="true"]')) return true;
  try {
    return box.matches(':modal');
  } catch {
    return false; // Before Safari 15.6 and Chrome 105 nothing tells them apart.
  }
}

function isDrawn(box: Element): boolean {
  return box.getClientRects().length > 0 && getComputedStyle(box).visibility === 'visible';
}

function hasSurveyBeside(host: HTMLElement): boolean {
  const others = document.querySelectorAll(
    `${host.localName}[open]:not([display="inline"], [display="page"])`,
  );
  return [...others].some((other) => other !== host);
}

/** The element, and the host of each shadow tree that it stands in. */
function treesAround(element: Element): readonly Element[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? [element, ...treesAround(root.host)] : [element];
}
