/** What the page says to one visitor: the survey's texts and the product's own words, in one language. */
import { pipe, settled, textIn } from '../../engine/index.ts';
import type { Facts } from '../../engine/index.ts';
import { richText } from '../../engine/rich-text.ts';
import type { Pen } from '../../engine/rich-text.ts';
import type { Localised, SurveyContent } from '../../protocol/index.ts';
import { first, kinds, later } from '../../protocol/words/en.ts';
import { spokenLanguage, WORDS } from '../../protocol/words/index.ts';
import type { Words } from '../../protocol/words/words.ts';
import { markup } from './html.ts';
import type { Html } from './html.ts';

export interface Speech {
  readonly lang: string;
  readonly words: Words;
  /** A survey text with its pipes filled. */
  readonly say: (text: Localised) => string;
  /** The same with its marks drawn. */
  readonly rich: (text: Localised) => readonly (string | Html)[];
  /** An address with its pipes filled, each value encoded. */
  readonly address: (url: string) => string;
}

export interface Told {
  readonly content: SurveyContent;
  readonly lang: string;
  readonly facts: Facts;
  /** Where on the way it is said; null at the end. */
  readonly screen: string | null;
  /** The response's id, by which choices are shuffled. */
  readonly seed: string;
}

const ENGLISH: Words = Object.assign({}, first, later, ...Object.values(kinds)) as Words;

/** In that language or the one nearest to it; English where there is none. */
export function wordsIn(lang: string): Words {
  return WORDS[spokenLanguage(lang) ?? ''] ?? ENGLISH;
}

export function speechOf({ content, lang, facts, screen, seed }: Told): Speech {
  const known = settled(content, facts, screen);
  const piping = { content, lang, facts: known, seed };
  const raw = (text: Localised): string => textIn(text, lang, content.defaultLanguage);
  const fill = (text: string): string => pipe(text, piping);
  const address = (url: string): string => pipe(url, piping, encodeURIComponent);
  return {
    lang,
    words: wordsIn(lang),
    say: (text) => fill(raw(text)),
    rich: (text) => richText(raw(text), pen, { fill, address }),
    address,
  };
}

const pen: Pen<Html> = {
  bold: (content) => markup`<b>${content}</b>`,
  italic: (content) => markup`<em>${content}</em>`,
  link: (address, content) =>
    markup`<a href="${address}" target="_blank" rel="noopener noreferrer">${content}</a>`,
  list: (items, isNumbered) => {
    const entries = items.map((item) => markup`<li>${item}</li>`);
    return isNumbered ? markup`<ol>${entries}</ol>` : markup`<ul>${entries}</ul>`;
  },
};
