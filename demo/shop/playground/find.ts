/** An element that the page is known to have. */
export function find(selector: string): HTMLElement;
export function find<T extends HTMLElement>(selector: string, kind: new () => T): T;
export function find(selector: string, kind: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}
