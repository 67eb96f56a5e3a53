/** The widget's own words in the respondent's language, as they come: with the code, the session, the language. */
import type { Words } from '../protocol/words/words.ts';
import type { OutboxRecord } from './record.ts';
import { en } from './strings/index.ts';
import type { Strings } from './strings/index.ts';
import { allStrings, languageOf } from './strings/later.ts';

/** Those of a record, as far as they are here. */
export function speechOf({ words }: Pick<OutboxRecord, 'words'>): Strings {
  return allStrings({ ...en, ...words });
}

/** Fetched once per page; what cannot be had is asked for again with the next step. */
const learned = new Map<string, Words | undefined>();

/** The whole of a language; undefined when it is English, or cannot be had now. */
export async function learn(lang: string): Promise<Words | undefined> {
  if (learned.has(lang)) return learned.get(lang);
  try {
    const words = (await languageOf([lang]))?.words;
    learned.set(lang, words);
    return words;
  } catch {
    return undefined; // The network went away in between: the questions are there, only our few words are not.
  }
}
