import { describe, expect, it } from 'vitest';

import { numberOf, writtenNumber } from './written-number.ts';

describe('a number as people type it', () => {
  it.each<[string, string, number]>([
    ['with a point', '1.5', 1.5],
    ['with a comma', '1,5', 1.5],
    ['without a nought', ',5', 0.5],
    ['before its decimals are typed', '5.', 5],
    ['with spaces between thousands', ' 12 345,67 ', 12345.67],
    ['with a narrow space', '12\u202f345', 12345],
    ['as Americans part thousands', '1,234,567.8', 1234567.8],
    ['as Germans part them', '1.234.567,8', 1234567.8],
    ['as the Swiss part them', '1’234.5', 1234.5],
    ['whole, with thousands parted by points', '1.234.567', 1234567],
    ['whole, with thousands parted by commas', '1,234,567', 1234567],
    ['in Arabic digits', '١٢٫٥', 12.5],
    ['in Arabic digits, with thousands', '١٬٢٣٤٫٥', 1234.5],
    ['in Persian digits', '۱۲٫۵', 12.5],
    ['in Hindi digits', '१२', 12],
    ['in full-width digits', '１２', 12],
    ['below nought', '-3', -3],
    ['below nought, with a real minus', '−3', -3],
    ['below nought, with the dash of a phone', '–3', -3],
  ])('%s', (_situation, text, number) => {
    expect(numberOf(text)).toBe(number);
  });

  it.each(['', '-', ',', 'five', '5 or so', '1e5', '0x10', '--5', '5-', '1.2,3.4x', 'Infinity'])(
    'what is none stays a text: “%s”',
    (text) => {
      expect(numberOf(text)).toBe(text);
    },
  );

  it.each(['en', 'de', 'ru', 'ar', 'ar-EG', 'fa', 'hi', 'sv', 'he', 'tr'])(
    'what a field shows in %s is read as the same number',
    (lang) => {
      for (const number of [0, 7, -1.5, 1234567.25, 0.000_001, -12345]) {
        expect(numberOf(writtenNumber(number, lang))).toBe(number);
      }
    },
  );

  it('what could not be read is shown as it was typed', () => {
    expect(writtenNumber('5 or so', 'ru')).toBe('5 or so');
    expect(writtenNumber(null, 'ru')).toBe('');
  });
});
