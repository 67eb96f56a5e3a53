/** Puts the focus on the first of these that is there. */
export function focusOn(root: ParentNode, ...selectors: readonly string[]): void {
  for (const selector of selectors) {
    const found = root.querySelector<HTMLElement>(selector);
    if (found) return found.focus();
  }
}
