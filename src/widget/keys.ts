/**
 * What is typed in the survey is the survey's. In a shadow tree the page cannot see that a key was meant for a
 * field: its shortcuts would fire, and its forms believe that they have changed. Keydown is stopped from the
 * first paint on (views/shell.ts); this is the rest of it.
 */
export function keepKeys(shell: HTMLElement, signal: AbortSignal): void {
  const keep = (event: Event): void => event.stopPropagation();
  for (const type of ['keypress', 'keyup', 'input']) shell.addEventListener(type, keep, { signal });
}
