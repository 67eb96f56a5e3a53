import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { matches, patternFault } from './pattern.ts';

/** JavaScript's own verdict on the whole text. */
const native = (source: string, text: string): boolean =>
  new RegExp(`^(?:${source})$`, 'u').test(text);

const single = fc.constantFrom(
  'a',
  'b',
  'я',
  '😀',
  '.',
  '\\d',
  '\\w',
  '\\S',
  '\\p{L}',
  '\\P{N}',
  '\\.',
  '[ab]',
  '[^a]',
  '[a-c\\d]',
  '[\\]\\-^]',
  '[\\p{Lu}я]',
  '[]',
  '[^]',
  '^',
  '$',
);
const quantifier = fc.constantFrom(
  '?',
  '*',
  '+',
  '{2}',
  '{0}',
  '{1,}',
  '{0,2}',
  '{2,3}',
  '*?',
  '??',
);

const { pattern } = fc.letrec<{ pattern: string; item: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie('item'), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((options) => options.map((items) => items.join('')).join('|')),
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    single,
    fc
      .tuple(single, quantifier)
      .map(([one, times]) => (one === '^' || one === '$' ? one : one + times)),
    tie('pattern').map((inner) => `(${inner})`),
    fc.tuple(tie('pattern'), quantifier).map(([inner, times]) => `(?:${inner})${times}`),
  ),
}));

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'A', 'я', 'Я', '7', '😀', '-', '.', ' ', '\n'), {
    maxLength: 6,
  })
  .map((characters) => characters.join(''));

describe('a pattern', () => {
  it('fits what JavaScript fits, whatever the pattern and the text', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
        fc.pre(patternFault(source) === null);
        for (const one of texts)
          expect([one, matches(source, one)]).toEqual([one, native(source, one)]);
      }),
      { numRuns: 700 },
    );
  });

  it('is refused where JavaScript refuses it, unless it is one', () => {
    const piece = fc.constantFrom(...Array.from('ab()[]{}|*+?.^$\\-,0129pdwuL=!<:'));
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 8 }), (source) => {
        if (patternFault(source) === null) expect(() => native(source, '')).not.toThrow();
        expect(typeof matches(source, source)).toBe('boolean');
      }),
      { numRuns: 5000 },
    );
  });

  it.each<[string, string, string[], string[]]>([
    ['of an order number', 'A-\\d{4,6}', ['A-1234', 'A-123456'], ['A-123', 'xA-1234', 'A-1234x']],
    ['of a postal code', '[1-9]\\d{5}', ['119002'], ['019002', '11900', '119 002']],
    ['with anchors, as people are used to', '^\\d+$', ['7'], ['', 'a7']],
    ['of a name in any script', "\\p{L}[\\p{L}' -]*", ['Ян', "O'Neil", 'Nguyễn Văn'], ['7', '-a']],
    ['that is empty', '', [''], ['a']],
    ['of whole characters, not halves', '.', ['😀'], ['😀😀']],
  ])('%s', (_situation, source, fitting, others) => {
    expect(patternFault(source)).toBeNull();
    expect(fitting.filter((one) => !matches(source, one))).toEqual([]);
    expect(others.filter((one) => matches(source, one))).toEqual([]);
  });
});

describe('what is no pattern', () => {
  it.each([
    ['(?=a)b', '"(?=" at character 1 is not understood.'],
    ['(a)\\1', '"\\1" at character 4 is not understood.'],
    ['a**', '"*" at character 3 is not understood.'],
    ['a{3,2}', '"{3," at character 2 is not understood.'],
    ['[z-a]', '"[z-" at character 1 is not understood.'],
    ['a)', '")" at character 2 is not understood.'],
    ['\\p{Greek}', '"\\p{" at character 1 is not understood.'],
    ['(a', 'A ")" is missing.'],
    ['a{5000}', 'It is too large; repeat less.'],
  ])('%s is told why, and fits nothing', (source, sentence) => {
    expect(patternFault(source)).toBe(sentence);
    expect(matches(source, 'a')).toBe(false);
  });

  it.each([
    '((((a{99}){99}){99}){99}){99}',
    '(((){9999}){9999}){9999}',
    '(()*){99999999999999999999}',
  ])('is found out before it is built: %s', (source) => {
    expect(patternFault(source)).toBe('It is too large; repeat less.');
  });
});

describe('the work', () => {
  const stepsOn = (source: string, text_: string): number => {
    const steps = { taken: 0 };
    matches(source, text_, steps);
    return steps.taken;
  };

  it.each(['(a+)+b', '(a|aa)+$', '(a*)*b', '(.*)(.*)(.*)(.*)x', '(a?){50}a{50}', '(a|a)*b'])(
    'grows with the text and no faster: %s',
    (source) => {
      const [once, twice] = [stepsOn(source, 'a'.repeat(1000)), stepsOn(source, 'a'.repeat(2000))];
      expect(once).toBeGreaterThan(1000);
      expect(twice).toBeLessThanOrEqual(2 * once);
    },
  );

  it('never takes more for a character than the pattern has states', () => {
    fc.assert(
      fc.property(pattern, text, (source, one) => {
        fc.pre(patternFault(source) === null);
        expect(stepsOn(source, one)).toBeLessThanOrEqual(2001 * (Array.from(one).length + 1));
      }),
    );
  });
});
