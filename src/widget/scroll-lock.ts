/**
 * Keeps the page behind a modal dialog where it is. By a sheet of our own, so that the page's elements and
 * their style attributes stay as they are; the room of a scroll bar that goes away is kept.
 */
export function lockScroll(signal: AbortSignal, { innerWidth } = globalThis): void {
  const { documentElement } = document;
  const hasBar = innerWidth > documentElement.clientWidth;
  const gutter = hasBar ? 'scrollbar-gutter: stable !important;' : '';
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`html { overflow: hidden !important; ${gutter} }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    signal.addEventListener('abort', () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    });
  } catch {
    // Safari before 16.4 has no such sheets: there the page scrolls on, which harms nobody.
  }
}
