/** The words that come after the first question, or instead of it, and those that go by number. */
import { later } from '../../protocol/words/en/later.ts';
import type { Language } from '../languages.ts';
import type { FirstStrings, Strings } from './index.ts';

/** English comes in parts; every other language is whole, and covers them all. */
export function allStrings(strings: FirstStrings): Strings {
  return { ...later, ...strings };
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
