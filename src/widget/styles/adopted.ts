/** Where a shadow root gets its style sheets from. */

/** Parsed once, however many elements wear it. */
const parsed = new Map<string, CSSStyleSheet>();

/** Dresses a shadow root in these sheets, in this order, in place of those that it wore. */
export function adoptStyles(root: ShadowRoot, ...sheets: readonly string[]): void {
  try {
    root.adoptedStyleSheets = sheets.map(sheetOf);
  } catch {
    // Safari before 16.4 cannot share sheets, and no browser shares them with another document.
    const style = root.querySelector('style') ?? document.createElement('style');
    style.textContent = sheets.join('');
    root.prepend(style);
  }
}

function sheetOf(text: string): CSSStyleSheet {
  let sheet = parsed.get(text);
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    parsed.set(text, sheet);
  }
  return sheet;
}
