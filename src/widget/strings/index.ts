/** Words by language. English is always there; each other language is a chunk of its own. */
import { en } from './en.ts';
import type { laterEn } from './later.ts';

/** What the first question needs. */
export type FirstStrings = Readonly<Record<keyof typeof en, string>>;
export type Strings = FirstStrings & Readonly<Record<keyof typeof laterEn, string>>;

/** A new language is a file beside `ru.ts` and a line here. */
const CHUNKS: Readonly<Record<string, () => Promise<{ readonly strings: Strings }>>> = {
  ru: () => import('./ru.ts'),
};

/** By tag: `pt-BR` is looked for before `pt`. What cannot be loaded is English. */
export async function stringsFor(lang: string): Promise<FirstStrings> {
  const load = CHUNKS[lang] ?? CHUNKS[lang.replace(/-.*/, '')];
  try {
    return load === undefined ? en : (await load()).strings;
  } catch {
    return en; // The network went away in between: the questions are there, only our few words are not.
  }
}

export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

export function directionOf(lang: string): 'ltr' | 'rtl' {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(lang) ? 'rtl' : 'ltr';
}

export { en };
