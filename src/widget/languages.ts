/** The widget's words in other languages than English, each a chunk of its own. Loaded for those who need one. */
import { closest } from '../protocol/words/closest.ts';
import type { Words } from '../protocol/words/words.ts';

type Chunk = () => Promise<{ readonly words: Words }>;

/** By tag. A new language is a line here, beside what `protocol/words/` needs. */
const CHUNKS: Readonly<Record<string, Chunk>> = {
  ar: () => import('../protocol/words/ar.ts'),
  az: () => import('../protocol/words/az.ts'),
  be: () => import('../protocol/words/be.ts'),
  bg: () => import('../protocol/words/bg.ts'),
  cs: () => import('../protocol/words/cs.ts'),
  da: () => import('../protocol/words/da.ts'),
  de: () => import('../protocol/words/de.ts'),
  el: () => import('../protocol/words/el.ts'),
  es: () => import('../protocol/words/es.ts'),
  et: () => import('../protocol/words/et.ts'),
  fa: () => import('../protocol/words/fa.ts'),
  fi: () => import('../protocol/words/fi.ts'),
  fr: () => import('../protocol/words/fr.ts'),
  he: () => import('../protocol/words/he.ts'),
  hi: () => import('../protocol/words/hi.ts'),
  hr: () => import('../protocol/words/hr.ts'),
  hu: () => import('../protocol/words/hu.ts'),
  hy: () => import('../protocol/words/hy.ts'),
  id: () => import('../protocol/words/id.ts'),
  it: () => import('../protocol/words/it.ts'),
  ja: () => import('../protocol/words/ja.ts'),
  ka: () => import('../protocol/words/ka.ts'),
  kk: () => import('../protocol/words/kk.ts'),
  ko: () => import('../protocol/words/ko.ts'),
  ky: () => import('../protocol/words/ky.ts'),
  lt: () => import('../protocol/words/lt.ts'),
  lv: () => import('../protocol/words/lv.ts'),
  nb: () => import('../protocol/words/nb.ts'),
  nl: () => import('../protocol/words/nl.ts'),
  pl: () => import('../protocol/words/pl.ts'),
  'pt-BR': () => import('../protocol/words/pt-br.ts'),
  'pt-PT': () => import('../protocol/words/pt-pt.ts'),
  ro: () => import('../protocol/words/ro.ts'),
  ru: () => import('../protocol/words/ru.ts'),
  sk: () => import('../protocol/words/sk.ts'),
  sr: () => import('../protocol/words/sr.ts'),
  'sr-Latn': () => import('../protocol/words/sr-latn.ts'),
  sv: () => import('../protocol/words/sv.ts'),
  th: () => import('../protocol/words/th.ts'),
  tr: () => import('../protocol/words/tr.ts'),
  uk: () => import('../protocol/words/uk.ts'),
  uz: () => import('../protocol/words/uz.ts'),
  vi: () => import('../protocol/words/vi.ts'),
  'zh-Hans': () => import('../protocol/words/zh-hans.ts'),
  'zh-Hant': () => import('../protocol/words/zh-hant.ts'),
};

const TAGS = ['en', ...Object.keys(CHUNKS)];

export interface Language {
  readonly lang: string;
  readonly words: Words;
}

/**
 * @param wanted tags, best first
 * @returns undefined: English
 */
export async function loadLanguage(wanted: readonly string[]): Promise<Language | undefined> {
  const [lang] = wanted.flatMap((tag) => closest(tag, TAGS) ?? []);
  const chunk = lang !== undefined && (await CHUNKS[lang]?.());
  return lang && chunk ? { lang, words: chunk.words } : undefined;
}
