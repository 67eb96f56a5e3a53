/** Sentences with holes, such as `{n}` and `{item}`, and words that go by number. Zod-free: the widget bundles it. */
import type { Plural } from './plural.ts';
import type { Word } from './words.ts';

export type Holes = Readonly<Record<string, string | number>>;

/**
 * Numbers as they are written in the language of the text. The widget's script has a copy of its own (strings/index.ts):
 * shared with what comes later, it would be cut into files.
 */
export function filled(text: string, values: Holes, lang?: string): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name] ?? hole;
    return typeof value === 'number' ? value.toLocaleString(lang) : value;
  });
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
