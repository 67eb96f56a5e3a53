/** Colours of the page's own choice; ours are chosen so that they can be read, and tested. */
export const COLOURS = [
  'accent',
  'on-accent',
  'surface',
  'text',
  'muted',
  'control',
  'border',
  'danger',
  'focus',
] as const;

export function hasOwnColours(shell: Element): boolean {
  const style = getComputedStyle(shell);
  return COLOURS.some((name) => style.getPropertyValue(`--otklik-${name}`) !== '');
}
