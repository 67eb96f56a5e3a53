import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { faultText } from '../engine/fault-text.ts';
import { ResponseId } from '../protocol/index.ts';
import { pageContext } from './context.ts';
import { newResponseId } from './response-id.ts';
import { later } from '../protocol/words/en.ts';
import { counted } from '../protocol/words/counted.ts';
import { WORDS } from '../protocol/words/index.ts';
import { en, filled } from './strings/index.ts';
import { allStrings, languageOf } from './strings/later.ts';
import { Tap } from './tap.ts';
import { WIDGET_VERSION } from './version.ts';

describe('a response id', () => {
  it('is a UUID of version 7 that sorts by time', () => {
    const ids = [1, 1e12, Date.UTC(2026, 10, 22), Date.UTC(2100, 0)].map((now) =>
      newResponseId(now),
    );
    for (const id of ids) expect(ResponseId.safeParse(id).success, id).toBe(true);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('has random bits in every other place', () => {
    const all = (byte: number): string => newResponseId(0, (bytes) => bytes.fill(byte));
    expect(all(0)).toBe('00000000-0000-7000-8000-000000000000');
    expect(all(255)).toBe('00000000-0000-7fff-bfff-ffffffffffff');
    expect(new Set(Array.from({ length: 1000 }, () => newResponseId(5))).size).toBe(1000);
  });
});

describe('what the page says', () => {
  it('is sent as far as it can be, and the rest is named', () => {
    const given = {
      plan: 'gold',
      visits: 3,
      isNew: true,
      'no good': 1,
      when: new Date(0),
      n: Number.NaN,
      long: 'x'.repeat(1001),
    };
    expect(pageContext(given)).toEqual({
      values: { plan: 'gold', visits: 3, isNew: true },
      dropped: ['no good', 'when', 'n', 'long'],
    });
  });

  it('is nothing when it says nothing', () => {
    expect(pageContext(undefined).values).toBeUndefined();
    expect(pageContext({}).values).toBeUndefined();
  });
});

describe('a tap', () => {
  it('leads on, unless it comes too early, twice, or from the keyboard', () => {
    const tap = new Tap(() => 400);
    tap.press(10, 10, 100);
    expect(tap.leadsOn).toBe(false);
    tap.press(10, 10, 900);
    expect(tap.leadsOn).toBe(true);
    tap.press(12, 11, 1100);
    expect(tap.leadsOn).toBe(false);
    tap.press(200, 11, 1200);
    expect(tap.leadsOn).toBe(true);
    tap.forget();
    expect(tap.leadsOn).toBe(false);
  });
});

describe('the words', () => {
  it('can be fetched in every language that the service knows, each as its own file', async () => {
    const fetched = await Promise.all(
      Object.keys(WORDS).map(async (tag) => [tag, await languageOf([tag])] as const),
    );
    for (const [tag, language] of fetched) {
      expect(language).toEqual({ lang: tag, words: WORDS[tag] });
    }
  });

  it('are those of the first language that has any', async () => {
    expect((await languageOf(['xx', 'zh-TW', 'ru']))?.lang).toBe('zh-Hant');
    expect((await languageOf(['pt']))?.lang).toBe('pt-BR');
    expect(await languageOf(['xx', 'en-GB', 'ru'])).toBeUndefined();
    expect(await languageOf(['en', 'ru'])).toBeUndefined();
    expect(await languageOf(['xx'])).toBeUndefined();
    expect(await languageOf([])).toBeUndefined();
  });

  it('are filled, and what is put in is not filled again', () => {
    expect(filled('{a} of {b} {c}', { a: '{b}', b: 2 })).toBe('{b} of 2 {c}');
  });

  it('go by number, as the language does', () => {
    const { charactersLeft } = WORDS['ru'] ?? later;
    const said = (n: number): string => counted(charactersLeft, n, 'ru');
    expect([1, 3, 5, 21].map(said)).toEqual([
      'Остался 1 знак',
      'Осталось 3 знака',
      'Осталось 5 знаков',
      'Остался 21 знак',
    ]);
    expect(counted(WORDS['ar']?.results ?? '', 2, 'ar')).toBe('نتيجتان');
    expect(counted({ other: '{n} things' }, 1, 'en')).toBe('1 things');
  });

  it('have the numbers of their language', () => {
    expect(counted(later.charactersLeft, 1500, 'en')).toBe('1,500 characters left');
    expect(filled('{n} / {total}', { n: 3, total: 12 }, 'fa')).toBe('۳ / ۱۲');
    expect(filled('{n}', { n: 3 }, 'ar-EG')).toBe('٣');
  });
});

describe('what is wrong', () => {
  const english = allStrings(en);

  it('is said with its number in the right form', () => {
    expect(faultText({ code: 'too_long', limit: 1 }, english, 'en')).toBe(
      'That is too long: 1 character at most.',
    );
    expect(faultText({ code: 'selection_max', limit: 3 }, english, 'en')).toBe(
      'Please choose 3 answers at most.',
    );
    expect(faultText({ code: 'too_large', limit: 0.5 }, english, 'de')).toContain('0,5');
  });

  it('asks for a whole number where steps are of one', () => {
    expect(faultText({ code: 'step', limit: 1 }, english, 'en')).toContain('whole');
    expect(faultText({ code: 'step', limit: 5 }, english, 'en')).toContain('multiple of 5');
  });

  it('names dates and times as the language writes them', () => {
    const { too_early, too_late } = WORDS['de'] ?? english;
    const words = { too_early, too_late };
    expect(faultText({ code: 'too_early', limit: '2026-11-22' }, words, 'de')).toBe(
      'Bitte frühestens 22. November 2026.',
    );
    expect(faultText({ code: 'too_late', limit: '18:30' }, words, 'de')).toContain('18:30');
  });

  it('names the part that is missing by its label', () => {
    const words = { ...english, postalCode: 'Postal code' };
    expect(faultText({ code: 'part_missing', item: 'postalCode' }, words, 'en')).toBe(
      'Please fill in: Postal code.',
    );
  });

  it('is a general sentence where there is none of its own', () => {
    for (const code of ['type', 'scale', 'choice', 'exclusive'] as const) {
      expect(faultText({ code }, english, 'en')).toBe(english.invalid);
    }
  });
});

it('the version is the package’s', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(WIDGET_VERSION).toBe((JSON.parse(text) as { version: string }).version);
});

it('a tap’s judgement never depends on where the clock began', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (start) => {
      const tap = new Tap(() => start + 400);
      tap.press(0, 0, start + 400);
      return tap.leadsOn;
    }),
  );
});

it('the package can be imported where there is no DOM', async () => {
  const { OtklikSurvey, OtklikShownEvent } = await import('./index.ts');
  expect(OtklikSurvey.name).toBe('OtklikSurvey');
  expect(new OtklikShownEvent({ survey: 's', responseId: 'r' }).cancelable).toBe(true);
});
