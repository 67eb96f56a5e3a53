/** The words that come after the first question, or instead of it, and those that go by number. */
import { later } from '../../protocol/words/en/later.ts';
import type { Plural } from '../../protocol/words/plural.ts';
import type { Word } from '../../protocol/words/words.ts';
import type { Language } from '../languages.ts';
import { filled } from './index.ts';
import type { FirstStrings, Holes, Strings } from './index.ts';

/** English comes in parts; every other language is whole, and covers them all. */
export function allStrings(strings: FirstStrings): Strings {
  return { ...later, ...strings };
}

/** A word with its holes filled, in the form that its number calls for. */
export function counted(
  word: Word,
  n: number,
  lang: string,
  others: Omit<Holes, 'n'> = {},
): string {
  const form = typeof word === 'string' ? word : formOf(word, n, lang);
  return filled(form, { ...others, n }, lang);
}

/** What a browser's own rules call for may be missing in older rules, and the other way round. */
function formOf(forms: Plural, n: number, lang: string): string {
  return forms[new Intl.PluralRules(lang).select(n)] ?? forms.other;
}

/**
 * The whole of the first of these languages that has words of ours; undefined: English.
 *
 * @param wanted tags, best first
 */
export async function languageOf(wanted: readonly string[]): Promise<Language | undefined> {
  if (/^en\b/.test(wanted[0] ?? 'en')) return undefined;
  const { loadLanguage } = await import('../languages.ts');
  return loadLanguage(wanted);
}
