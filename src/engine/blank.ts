/**
 * Nothing to read in it: white space, and characters that take no ink, such as a zero-width space or the
 * empty letters of Hangul and Braille. A fixed list: Unicode's own differs from browser to browser.
 */
export function isBlank(text: string): boolean {
  return /^[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\u2800\u3164]*$/.test(text);
}
