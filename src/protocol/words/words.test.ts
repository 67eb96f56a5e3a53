import { readdirSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { first, kinds, later } from './en.ts';
import { WORDS, wordsFor } from './index.ts';
import type { Plural, Word } from './words.ts';

/** Bytes of brotli: what a respondent's device fetches of a language, once. */
const LANGUAGE_BYTES = 2_000;

const ENGLISH: Readonly<Record<string, Word>> = Object.assign(
  {},
  first,
  later,
  ...Object.values(kinds),
);

/** Letters that a language is written with, where those are not Latin alone. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  be: /\p{Script=Cyrillic}/u,
  bg: /\p{Script=Cyrillic}/u,
  el: /\p{Script=Greek}/u,
  fa: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  hi: /\p{Script=Devanagari}/u,
  hy: /\p{Script=Armenian}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ka: /\p{Script=Georgian}/u,
  kk: /\p{Script=Cyrillic}/u,
  ko: /\p{Script=Hangul}/u,
  ky: /\p{Script=Cyrillic}/u,
  ru: /\p{Script=Cyrillic}/u,
  sr: /\p{Script=Cyrillic}/u,
  th: /\p{Script=Thai}/u,
  uk: /\p{Script=Cyrillic}/u,
  'zh-Hans': /\p{Script=Han}/u,
  'zh-Hant': /\p{Script=Han}/u,
};

/** Said in one letterless way, or the same as in English, by everybody who writes the language. */
const INTERNATIONAL = new Set(['ofScale', 'emailPart', 'feedback', 'fileSending', 'place']);

describe('the words of every language', () => {
  it('are there for each language that has a file', () => {
    const files = readdirSync(import.meta.dirname)
      .filter(
        (file) =>
          !/^(en|words|plural|counted|index|closest|direction)\.ts$|\.test\.ts$|^en$/.test(file),
      )
      .map((file) => file.replace('.ts', ''));
    const tags = Object.keys(WORDS).map((tag) => tag.toLowerCase());
    expect(tags.sort()).toEqual(files.sort());
    expect(files.length).toBeGreaterThanOrEqual(34);
  });

  it.each(Object.entries(WORDS))('%s says everything that the English says', (_tag, words) => {
    const missing = Object.keys(ENGLISH).filter((name) => !(name in words));
    const surplus = Object.keys(words).filter((name) => !(name in ENGLISH));
    expect({ missing, surplus }).toEqual({ missing: [], surplus: [] });
  });

  it.each(Object.entries(WORDS))('%s has a form for each kind of number', (tag, words) => {
    const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
    for (const [name, english] of Object.entries(ENGLISH)) {
      if (typeof english === 'string') continue;
      const forms = words[name as keyof typeof words] as Plural;
      expect(Object.keys(forms).sort(), name).toEqual([...pluralCategories].sort());
    }
  });

  it.each(Object.entries(WORDS))('%s leaves the same holes, and no others', (tag, words) => {
    for (const [name, word] of Object.entries<Word>(words)) {
      const english = ENGLISH[name] ?? '';
      const wanted = holes(typeof english === 'string' ? english : english.other);
      for (const [category, form] of formsOf(word)) {
        const isWrittenOut = isOneNumber(tag, category) && holes(form) === '';
        if (!isWrittenOut) expect(holes(form), `${name} ${category}`).toBe(wanted);
      }
    }
  });

  it.each(Object.entries(WORDS))('%s has lists as long as the English ones', (_tag, words) => {
    for (const name of ['smileys', 'thumbs', 'agree'] as const) {
      const parts = words[name].split('|');
      expect(parts, name).toHaveLength(first[name].split('|').length);
      expect(new Set(parts).size, name).toBe(parts.length);
      expect(parts.every((part) => part !== '' && part === part.trim())).toBe(true);
    }
  });

  it.each(Object.entries(WORDS))('%s is written in its own letters', (tag, words) => {
    const script = SCRIPTS[tag];
    const foreign = Object.entries<Word>(words).filter(
      ([name, word]) =>
        !INTERNATIONAL.has(name) &&
        formsOf(word).some(([, form]) =>
          script === undefined ? !/\p{Script=Latin}/u.test(letters(form)) : !script.test(form),
        ),
    );
    expect(foreign.map(([name]) => name)).toEqual([]);
  });

  it.each(Object.entries(WORDS))('%s holds no English sentence', (_tag, words) => {
    const left = Object.entries<Word>(words).filter(([name, word]) => {
      const english = ENGLISH[name];
      return typeof word === 'string' && word === english && /\s/.test(letters(word).trim());
    });
    expect(left).toEqual([]);
  });

  it.each(Object.entries(WORDS))(
    '%s has clean texts, and ends sentences as the English',
    (tag, words) => {
      for (const [name, word] of Object.entries<Word>(words)) {
        const english = formsOf(ENGLISH[name] ?? '').at(-1)?.[1] ?? '';
        for (const [, form] of formsOf(word)) {
          expect(form, name).toBe(form.trim().normalize('NFC'));
          expect(form, name).not.toMatch(/ {2}|\.\.\.|\p{Cc}/u);
          // Thai has no full stop.
          if (english.endsWith('.') && tag !== 'th') expect(form, name).toMatch(/[.。։।]$/u);
          expect(form.endsWith('…'), name).toBe(english.endsWith('…'));
        }
      }
    },
  );

  it('do not cost much to fetch', () => {
    const sizes = Object.entries(WORDS).map(([tag, words]) => ({
      tag,
      bytes: brotliCompressSync(JSON.stringify(words)).length,
    }));
    expect(sizes.filter(({ bytes }) => bytes > LANGUAGE_BYTES)).toEqual([]);
  });
});

describe('a session brings', () => {
  it('the words of its first screen in its own language', () => {
    const words = wordsFor('ru', [{ type: 'nps' }]);
    expect(words).toMatchObject({
      next: 'Дальше',
      close: 'Закрыть',
      progress: 'Шаг {n} из {total}',
    });
    expect(words).not.toHaveProperty('smileys');
  });

  it('those of the types on that screen too', () => {
    expect(wordsFor('de', [{ type: 'single', display: 'dropdown' }])?.['choose']).toBe(
      'Auswählen…',
    );
    expect(wordsFor('de', [{ type: 'address' }])?.['city']).toBe('Ort');
    expect(wordsFor('de', [{ type: 'rating', shape: 'stars' }])?.['ofScale']).toBe(
      '{n} von {total}',
    );
    expect(wordsFor('de', [{ type: 'csat' }])).toHaveProperty('smileys');
    const several = wordsFor('de', [{ type: 'slider' }, { type: 'ranking' }]);
    expect(several).toHaveProperty('untouched');
    expect(several).toHaveProperty('rankHint');
    expect(several).not.toHaveProperty('signHere');
  });

  it('every word that comes with the script, for one screen or another', () => {
    const asked = [
      { type: 'ces' },
      { type: 'csat' },
      { type: 'multiple' },
      { type: 'rating', shape: 'stars' },
      { type: 'rating', shape: 'thumbs' },
    ];
    expect(Object.keys(wordsFor('ru', asked) ?? {}).sort()).toEqual(Object.keys(first).sort());
  });

  it('no words in English, nor in a language that has none', () => {
    expect(wordsFor('en', [])).toBeUndefined();
    expect(wordsFor('en-GB', [])).toBeUndefined();
    expect(wordsFor('sw', [])).toBeUndefined();
  });

  it('the words of the nearest language', () => {
    expect(wordsFor('zh-TW', [])?.['send']).toBe('送出');
    expect(wordsFor('zh', [])?.['send']).toBe('提交');
    expect(wordsFor('sr-Latn', [])?.['close']).toBe('Zatvori');
  });

  it('nothing for a type that is named like a property of every object', () => {
    expect(wordsFor('ru', [{ type: 'constructor' }])).toEqual(wordsFor('ru', []));
  });
});

function formsOf(word: Word): readonly (readonly [string, string])[] {
  return typeof word === 'string' ? [['', word]] : Object.entries(word);
}

function holes(text: string): string {
  return (text.match(/\{\w+\}/g) ?? []).sort().join('');
}

function letters(text: string): string {
  return text.replaceAll(/\{\w+\}/g, '');
}

/** Whether a form is for a single number, which may then be a word: "two letters". */
function isOneNumber(tag: string, category: string): boolean {
  const rules = new Intl.PluralRules(tag);
  const numbers = Array.from({ length: 1001 }, (_, n) => n).filter(
    (n) => rules.select(n) === category,
  );
  return numbers.length === 1;
}
