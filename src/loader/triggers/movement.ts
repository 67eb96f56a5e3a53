/** Triggers that wait for the page, or the pointer, to be moved. */
import { listen, onceAFrame } from './watch.ts';
import type { Watch } from './watch.ts';

/**
 * How deep somebody has come, in the page or in the box that the page scrolls in its stead. What fits into the window
 * is never scrolled. Measured once a frame, while it moves.
 */
export const scroll: Watch<'scroll'> = ({ percent }, met) => {
  let target: EventTarget | null;
  const [soon, stop] = onceAFrame(() => {
    const box = target instanceof Element ? target : document.scrollingElement;
    // Smaller boxes are lists and menus.
    if (!box || box.clientHeight * 2 < innerHeight) return;
    // Positions are fractions on some screens: the last pixel may never be reached.
    const reached = box.scrollTop + box.clientHeight + 1;
    if (reached * 100 >= box.scrollHeight * percent) met();
  });
  const hear = (event: Event): void => {
    ({ target } = event);
    soon();
  };
  return [stop, listen(['scroll'], hear)];
};

/**
 * A mouse on its way to the tabs and the address. A finger gives no such sign: to scroll up fast is how people get to
 * the menu, so on phones this never comes true.
 */
export const exit: Watch<'exit'> = (_trigger, met) => {
  const hear = (event: Event): void => {
    const { relatedTarget, clientY } = event as MouseEvent;
    if (!relatedTarget && clientY <= 0) met();
  };
  return [listen(['mouseout'], hear)];
};
