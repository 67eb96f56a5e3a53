import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toJson } from './json.ts';

describe('JSON for the database', () => {
  test('what PostgreSQL can store is left as it is', () => {
    expect(toJson({ text: 'Очень быстро 🚀', list: [1, 'two', null] })).toBe(
      '{"text":"Очень быстро 🚀","list":[1,"two",null]}',
    );
  });

  test('a backslash that only looks like an escape is left as it is', () => {
    const value = { path: String.raw`C:\u0000\ud800` };
    expect(JSON.parse(toJson(value))).toEqual(value);
  });

  test('a character that PostgreSQL refuses is replaced, in values and in names', () => {
    expect(JSON.parse(toJson({ 'a\0b': ['x\0y', 'half \uD83D', '🚀'] }))).toEqual({
      'a\uFFFDb': ['x\uFFFDy', 'half \uFFFD', '🚀'],
    });
  });

  test('a value without a JSON form is refused', () => {
    expect(() => toJson(undefined)).toThrow(TypeError);
  });

  test('no text gets through that holds U+0000 or half a pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toJson(text)).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f]..)/i);
      }),
    );
  });
});
