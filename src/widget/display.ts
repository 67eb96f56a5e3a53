/**
 * Where a survey stands: in the page's flow, in a corner or beside an element, at the bottom edge, in a modal
 * dialog, as the page, in a strip across the window, or behind a button at its edge.
 */
export type Display = 'inline' | 'popover' | 'sheet' | 'dialog' | 'page' | 'banner' | 'tab';

const ROOMY = '(min-width: 600px)';

/** As the page wants it; else, and behind a tab, a sheet in narrow windows, a popover in others. */
export function displayOf(attribute: Display | undefined): Display {
  if (attribute && /^(inline|popover|sheet|dialog|page|banner)$/.test(attribute)) return attribute;
  return roomyWindows().matches ? 'popover' : 'sheet';
}

export function roomyWindows(): MediaQueryList {
  return matchMedia(ROOMY);
}

/** Over the page rather than in it. */
export function isOverlay(display: Display): boolean {
  return display !== 'inline' && display !== 'page';
}
