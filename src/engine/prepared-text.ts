/** Texts as they are drawn first: their pipes were filled elsewhere. */
import type { Localised, Outlook } from '../protocol/index.ts';
import { own } from './own.ts';

/** The text in `lang`, else in the fallback language, else in any. */
export function textIn(text: Localised, lang: string, fallback: string): string {
  return own(text, lang) ?? own(text, fallback) ?? Object.values(text)[0] ?? '';
}

/** A survey text, with the values that came with the outlook. What only looks like a pipe stays as it is. */
export function preparedText(
  text: Localised,
  { lang, fallback, piped = {} }: Pick<Outlook, 'piped'> & { lang: string; fallback: string },
): string {
  return textIn(text, lang, fallback).replace(
    /\{\{[^{}]*\}\}/g,
    (written) => own(piped, written) ?? written,
  );
}
