/** Texts as they are drawn first: their pipes were filled elsewhere. */
import type { Localised, Outlook } from '../protocol/index.ts';
import { own } from './own.ts';

/** The text in `lang`, else in the fallback language, else in any. */
export function textIn(text: Localised, lang: string, fallback: string): string {
  return own(text, lang) ?? own(text, fallback) ?? Object.values(text)[0] ?? '';
}

/**
 * A text or an address, with the values that came with the outlook. What only looks like a pipe stays as it
 * is.
 */
export function prepared(
  text: string,
  piped: Outlook['piped'] = {},
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(/\{\{[^{}]*\}\}/g, (written) => {
    const value = own(piped, written);
    return value === undefined ? written : encode(value);
  });
}
