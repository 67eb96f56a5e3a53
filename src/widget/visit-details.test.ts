import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { ResponseId } from '../protocol/index.ts';
import { pageContext } from './context.ts';
import { newResponseId } from './response-id.ts';
import { directionOf, en, filled, stringsFor } from './strings/index.ts';
import { allStrings } from './strings/later.ts';
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
    const tap = new Tap(400);
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
  it('are there in Russian for everything that is there in English, with the same holes', async () => {
    const ru = await stringsFor('ru-RU');
    expect(Object.keys(ru).toSorted()).toEqual(Object.keys(allStrings(en)).toSorted());
    const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();
    for (const [name, text] of Object.entries(allStrings(en))) {
      expect(holes(allStrings(ru)[name as keyof typeof en]), name).toEqual(holes(text));
    }
    expect(ru.smileys.split('|')).toHaveLength(5);
  });

  it('are English where there are none', async () => {
    expect(await stringsFor('xx')).toBe(en);
  });

  it('are filled, and what is put in is not filled again', () => {
    expect(filled('{a} of {b} {c}', { a: '{b}', b: 2 })).toBe('{b} of 2 {c}');
  });

  it.each([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['ru', 'ltr'],
    ['en', 'ltr'],
  ])('in %s run %s', (lang, direction) => {
    expect(directionOf(lang)).toBe(direction);
  });
});

it('the version is the package’s', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(WIDGET_VERSION).toBe((JSON.parse(text) as { version: string }).version);
});

it('a tap’s judgement never depends on where the clock began', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (start) => {
      const tap = new Tap(start + 400);
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
