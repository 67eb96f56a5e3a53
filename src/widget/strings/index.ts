/** The widget's own words as views read them. English comes with the code, other words with the session. */
import { first as en } from '../../protocol/words/en/first.ts';
import type { FirstWords, LaterWords } from '../../protocol/words/words.ts';

/** What the first question needs; of other types' words those that have come. */
export type FirstStrings = FirstWords;
export type Strings = FirstWords & LaterWords;

export type Holes = Readonly<Record<string, string | number>>;

/** Numbers as they are written in the language of the text. */
export function filled(text: string, values: Holes, lang?: string): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name] ?? hole;
    return typeof value === 'number' ? value.toLocaleString(lang) : value;
  });
}

/**
 * The words of one type of question: in the respondent's language where they have come, else the English of
 * its code. Here, with the script, for a file of its own would be a request before such a question.
 */
export function wordsOf<W extends object>(english: W, { strings }: { strings: object }): W {
  return { ...english, ...strings };
}

export { en };
