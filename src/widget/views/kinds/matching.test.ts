import { describe, expect, it } from 'vitest';

import { folded, matching } from './matching.ts';

const find = (query: string, ...items: readonly string[]): readonly string[] =>
  matching(items, query, (item) => item);

describe('what is typed finds what is meant', () => {
  it.each([
    ['in another case', 'LONDON', 'London'],
    ['without accents', 'malaga', 'Málaga'],
    ['with accents that are not there', 'málaga', 'Malaga'],
    ['with е for ё', 'орел', 'Орёл'],
    ['with ё for е', 'орёл', 'Орел'],
    ['without a stroke', 'lodz', 'Łódź'],
    ['with ss for ß', 'strasse', 'Straße'],
    ['without the dots of Turkish', 'istanbul', 'İstanbul'],
    ['with the i of another language', 'isparta', 'Isparta'],
    ['with a dotless ı', 'diyarbakır', 'Diyarbakir'],
    ['in full-width letters', 'Ｔｏｋｙｏ', 'Tokyo'],
    ['in half-width katakana', 'ﾄｳｷｮｳ', 'トウキョウ'],
    ['without Arabic vowels', 'محمد', 'مُحَمَّد'],
    ['with an alef without hamza', 'احمد', 'أحمد'],
    ['with a Persian keyboard', 'کتاب', 'كتاب'],
    ['without Hebrew points', 'שלום', 'שָׁלוֹם'],
    ['with half of a Korean syllable', '서우', '서울'],
    ['in the middle of a word', 'burg', 'Hamburg'],
    ['with words in another order', 'york new', 'New York'],
    ['with blanks around', '  rome ', 'Rome'],
  ])('%s', (_how, query, item) => {
    expect(find(query, item, 'Xanadu')).toEqual([item]);
  });

  it('all words have to be there', () => {
    expect(find('new york', 'New Orleans', 'York', 'New York')).toEqual(['New York']);
  });

  it('what begins with it stands first, else the order of the survey holds', () => {
    const towns = ['Toronto', 'Rotterdam', 'Aleksandrov', 'New Rochelle', 'Rome'];
    expect(find('ro', ...towns)).toEqual([
      'Rotterdam',
      'New Rochelle',
      'Rome',
      'Toronto',
      'Aleksandrov',
    ]);
  });

  it('signs are looked for as they are', () => {
    expect(find('c++', 'C', 'C++', 'Objective-C++')).toEqual(['C++', 'Objective-C++']);
    expect(find('.*', 'Rome')).toEqual([]);
  });

  it('nothing typed finds everything', () => {
    expect(find(' ', 'Rome', 'Paris')).toEqual(['Rome', 'Paris']);
  });
});

it('a folded text is its own folded form', () => {
  for (const text of ['ẞtraẞe', 'İıIi', 'ﬁn', 'ﷺ', 'Ǆ', 'ŒUVRE', ' é ', '서울']) {
    expect(folded(folded(text))).toBe(folded(text));
  }
});
