/** Triggers that wait for something in the page to be seen or clicked. */
import { listen, onceAFrame } from './watch.ts';
import type { Watch } from './watch.ts';

/** Fine enough to notice half a window's height of something that is twenty windows high. */
const threshold = Array.from({ length: 41 }, (_, step) => step / 40);

/** What is not in the page yet, or is put into it anew, is found when it comes. */
export const seen: Watch<'seen'> = ({ element }, met) => {
  const isSeen = ({ intersectionRatio, intersectionRect }: IntersectionObserverEntry): boolean =>
    intersectionRatio >= 0.5 || intersectionRect.height * 2 >= innerHeight;
  const sights = new IntersectionObserver((entries) => entries.some(isSeen) && met(), {
    threshold,
  });
  const find = (): void => {
    // One that is observed already is left as it is.
    for (const one of document.querySelectorAll(element)) sights.observe(one);
  };
  const [soon, stop] = onceAFrame(find);
  const arrivals = new MutationObserver(soon);
  arrivals.observe(document, { childList: true, subtree: true });
  find();
  return [stop, () => sights.disconnect(), () => arrivals.disconnect()];
};

/** Within shadow trees, too. */
export const click: Watch<'click'> = ({ element }, met) => {
  const isIt = (target: EventTarget): boolean =>
    target instanceof Element && target.matches(element);
  // What is no selector is found out here, and not at every click.
  document.querySelector(element);
  const hear = (event: Event): void => {
    if (event.composedPath().some(isIt)) met();
  };
  return [listen(['click'], hear)];
};
