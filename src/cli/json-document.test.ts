import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { JsonDocument } from './json-document.ts';

const faults = (text: string): string[] =>
  new JsonDocument(text).faults.map(
    ({ line, column, pointer = '', message }) => `${line}:${column} ${pointer} ${message}`,
  );

describe('places', () => {
  const document = new JsonDocument('{\n  "a": [\n    1,\n    { "b/c": { "~": true } }\n  ]\n}\n');

  test.each([
    ['', 1, 1, false],
    ['/a', 2, 3, false],
    ['/a/0', 3, 5, false],
    ['/a/1', 4, 5, false],
    ['/a/1/b~1c', 4, 7, false],
    ['/a/1/b~1c/~0', 4, 16, false],
    ['/a/1/missing/deeper', 4, 5, true],
    ['/a/7', 2, 3, true],
    ['/a/x', 2, 3, true],
    ['/nothing', 1, 1, true],
  ])('%s is at %i:%i', (pointer, line, column, isMissing) => {
    expect(document.at(pointer)).toEqual({ line, column, isMissing });
  });

  test('lines end as any editor ends them', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['{', '"a":', '1', '}'].join(end);
      expect(new JsonDocument(text).at('/a')).toMatchObject({ line: 2, column: 1 });
    }
  });
});

describe('what is not JSON', () => {
  test.each([
    ['{\n  "a": 1,\n}', '3:1  a name in double quotes is expected; is there a comma too many?'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3  a comma is expected'],
    ['{ "a" 1 }', '1:7  a colon is expected'],
    ["{ 'a': 1 }", '1:3  is no JSON value; texts need double quotes'],
    ['{ // why\n}', '1:3  comments are not JSON; remove it'],
    ['{ "a": "b\n}', '1:8  the text does not end; a double quote is missing'],
    ['[1, 2', '1:6  a closing bracket "]" is expected'],
    ['', '1:1  a value is expected; is there a comma too many?'],
    ['{} {}', '1:4  the end of the file is expected'],
  ])('%j', (text, first) => {
    expect(faults(text)[0]).toBe(first);
  });

  test('several mistakes are told together', () => {
    expect(faults('{\n  "a": tru,\n  "b": 1,\n}').length).toBeGreaterThan(1);
  });

  test('a name given twice is told, for the first one would be lost', () => {
    expect(faults('{ "a": 1,\n  "x": { "b": 1, "b": 2 },\n  "a": 3 }')).toEqual([
      '3:3 /a is given twice',
      '2:18 /x/b is given twice',
    ]);
  });

  test('nothing, when there is nothing', () => {
    expect(faults('{ "a": [1, null, "\\u00e9"] }')).toEqual([]);
  });
});

test('any JSON has the value that JSON.parse gives, and each part a place that holds it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const document = new JsonDocument(text);
      expect(document.faults).toEqual([]);
      expect(document.value).toEqual(JSON.parse(text));
      const lines = text.split('\n');
      if (typeof value !== 'object') return;
      for (const key of Object.keys(value ?? {})) {
        const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const { line, column, isMissing } = document.at(pointer);
        expect(isMissing).toBe(false);
        if (Array.isArray(value)) continue;
        expect(lines[line - 1]?.slice(column - 1).startsWith(JSON.stringify(key))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
