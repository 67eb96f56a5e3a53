import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { csvLine } from './csv.ts';

/** RFC 4180, as strict as its grammar. */
function parseLine(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/, '');
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const plain = quoted ? null : /^[^",\r\n]*/.exec(rest);
    cells.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : (plain?.[0] ?? ''));
    rest = rest.slice((quoted ?? plain)?.[0].length);
    if (!rest.startsWith(',')) return cells;
    rest = rest.slice(1);
  }
}

const FORMULA_STARTS = ['=', '+', '-', '@', '\t', '\r'];

describe('a cell', () => {
  it('with separators, quotes or line breaks is quoted', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 'plain', null, undefined, true])).toBe(
      '"a,b","say ""hi""","two\nlines",plain,,,true\r\n',
    );
  });

  it('with a number stays a number, negative ones too', () => {
    expect(csvLine([-5, 0.1, 1e21])).toBe('-5,0.1,1e+21\r\n');
  });

  it.each([
    ...FORMULA_STARTS.flatMap((start) => [
      `${start}1+1`,
      ` ${start}1+1`,
      `"${start}1+1`,
      `'${start}1+1`,
      `\ufeff${start}1+1`,
      `,${start}1+1`,
      `;${start}1+1`,
      ` " ;${start}1+1`,
    ]),
    '＝1+1',
    "=cmd|' /C calc'!A0",
    '\n=1+1',
  ])('that a spreadsheet would calculate, %j, begins with an apostrophe', (text) => {
    const [cell] = parseLine(csvLine([text]));
    expect(cell).toBe(`'${text}`);
  });

  it.each(['a=b', 'e-mail', 'ann@example.com', '10-20', 'ünïcode', ''])(
    'that is only text, %j, stays as it is',
    (text) => {
      expect(parseLine(csvLine([text]))).toEqual([text]);
    },
  );

  it('of any text reads back as that text, but for the apostrophe, and never starts a formula', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...Array.from('=+-@\t\r\n",;\' \ufeffaя1'), '😀'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { minLength: 1 }),
        (texts) => {
          const cells = parseLine(csvLine(texts));
          expect(cells).toHaveLength(texts.length);
          cells.forEach((cell, index) => {
            expect([texts[index], `'${texts[index]}`]).toContain(cell);
            expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});
