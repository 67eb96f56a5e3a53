/**
 * All words in all languages: for the service, which gives a session those of its first screen. The widget
 * has the English with its code, and fetches one other language when it needs it.
 */
import { words as ar } from './ar.ts';
import { words as az } from './az.ts';
import { words as be } from './be.ts';
import { words as bg } from './bg.ts';
import { words as cs } from './cs.ts';
import { words as da } from './da.ts';
import { words as de } from './de.ts';
import { words as el } from './el.ts';
import { words as es } from './es.ts';
import { words as et } from './et.ts';
import { words as fa } from './fa.ts';
import { words as fi } from './fi.ts';
import { words as fr } from './fr.ts';
import { words as he } from './he.ts';
import { words as hi } from './hi.ts';
import { words as hr } from './hr.ts';
import { words as hu } from './hu.ts';
import { words as hy } from './hy.ts';
import { words as id } from './id.ts';
import { words as it } from './it.ts';
import { words as ja } from './ja.ts';
import { words as ka } from './ka.ts';
import { words as kk } from './kk.ts';
import { words as ko } from './ko.ts';
import { words as ky } from './ky.ts';
import { words as lt } from './lt.ts';
import { words as lv } from './lv.ts';
import { words as nb } from './nb.ts';
import { words as nl } from './nl.ts';
import { words as pl } from './pl.ts';
import { words as ptBR } from './pt-br.ts';
import { words as ptPT } from './pt-pt.ts';
import { words as ro } from './ro.ts';
import { words as ru } from './ru.ts';
import { words as sk } from './sk.ts';
import { words as sr } from './sr.ts';
import { words as srLatn } from './sr-latn.ts';
import { words as sv } from './sv.ts';
import { words as th } from './th.ts';
import { words as tr } from './tr.ts';
import { words as uk } from './uk.ts';
import { words as uz } from './uz.ts';
import { words as vi } from './vi.ts';
import { words as zhHans } from './zh-hans.ts';
import { words as zhHant } from './zh-hant.ts';
import { closest } from './closest.ts';
import { kinds } from './en.ts';
import type { FirstWords, Words } from './words.ts';

/** By tag. A new language is a file beside the others, a line here, and one in the widget's `languages.ts`. */
export const WORDS: Readonly<Record<string, Words>> = {
  ar,
  az,
  be,
  bg,
  cs,
  da,
  de,
  el,
  es,
  et,
  fa,
  fi,
  fr,
  he,
  hi,
  hr,
  hu,
  hy,
  id,
  it,
  ja,
  ka,
  kk,
  ko,
  ky,
  lt,
  lv,
  nb,
  nl,
  pl,
  'pt-BR': ptBR,
  'pt-PT': ptPT,
  ro,
  ru,
  sk,
  sr,
  'sr-Latn': srLatn,
  sv,
  th,
  tr,
  uk,
  uz,
  vi,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
};

const LANGUAGES = ['en', ...Object.keys(WORDS)];

/** Of fifty languages the closest is found in a millisecond, and for every session anew: so it is kept. */
const found = new Map<string, string | undefined>();
const FOUND_MAX = 500;

/** Of the languages that the product speaks the one nearest to it, `en` among them. */
export function spokenLanguage(lang: string): string | undefined {
  if (!found.has(lang)) {
    if (found.size >= FOUND_MAX) found.clear();
    found.set(lang, closest(lang, LANGUAGES));
  }
  return found.get(lang);
}

/** On every screen. */
const ALWAYS = ['next', 'send', 'skip', 'back', 'close', 'progress', 'optional'] as const;

/** What types and shapes that come with the script have to say of themselves. */
const OWN: Readonly<Record<string, readonly (keyof FirstWords)[]>> = {
  multiple: ['several', 'severalMax'],
  csat: ['smileys'],
  ces: ['agree'],
  stars: ['ofScale'],
  smileys: ['smileys'],
  thumbs: ['thumbs'],
};

/** Where a type is not called as its words are. */
const GROUPS: Readonly<Record<string, string>> = {
  address: 'parts',
  contact: 'parts',
  consent: 'link',
};

interface Asked {
  readonly type: string;
  readonly display?: string | undefined;
  readonly shape?: string | undefined;
}

/**
 * What the widget says around these questions, where that is not English; undefined where it is, or where
 * the language has no words of ours. What goes by number comes later, with the whole language.
 */
export function wordsFor(
  lang: string,
  questions: readonly Asked[],
): Readonly<Record<string, string>> | undefined {
  const words = WORDS[spokenLanguage(lang) ?? ''];
  if (words === undefined) return undefined;
  const names = [...ALWAYS, ...questions.flatMap(namesFor)];
  return Object.fromEntries(
    names.flatMap((name) => {
      const word = words[name];
      return typeof word === 'string' ? [[name, word]] : [];
    }),
  );
}

function namesFor({ type, display = '', shape = '' }: Asked): readonly (keyof Words)[] {
  return [type, display, shape].flatMap((name) => own(OWN, name) ?? groupOf(name));
}

function groupOf(name: string): readonly (keyof Words)[] {
  const groups: Readonly<Record<string, object>> = kinds;
  return Object.keys(own(groups, own(GROUPS, name) ?? name) ?? {}) as (keyof Words)[];
}

/** A type that is named like a property of every object has no words. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(record, name) ? record[name] : undefined;
}
