import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { validateAnswer } from '../../../engine/index.ts';
import { curves, strokesOf, withStroke } from './signature-path.ts';

const QUESTION = { id: 'sign', type: 'signature', title: { en: 'Sign' } } as const;

const point = fc.record({
  x: fc.double({ min: -50, max: 700, noNaN: true }),
  y: fc.double({ min: -50, max: 260, noNaN: true }),
});
const stroke = fc.array(point, { minLength: 1, maxLength: 3000 });

describe('what is drawn', () => {
  it('is always an answer that the engine accepts as it is', () => {
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 4 }), (strokes) => {
        const path = strokes.reduce(withStroke, '');
        expect(path.length).toBeLessThanOrEqual(8000);
        expect(validateAnswer(QUESTION, path)).toEqual({ ok: true, value: path });
      }),
      { numRuns: 60 },
    );
  });

  it('fits into the answer however long somebody scribbles', () => {
    const scribble = Array.from({ length: 20_000 }, (_, at) => ({
      x: 300 + 290 * Math.sin(at * 0.7) * Math.cos(at * 0.013),
      y: 100 + 95 * Math.cos(at * 0.9) * Math.sin(at * 0.007),
    }));
    const path = withStroke('M1 1L599 199', scribble);
    expect(path.length).toBeLessThan(8000);
    expect(path).toMatch(/^M1 1L599 199M/);
    expect(validateAnswer(QUESTION, path)).toEqual({ ok: true, value: path });
  });

  it('keeps its corners, and drops what lies between on one line', () => {
    const line = Array.from({ length: 101 }, (_, x) => ({ x, y: 50 }));
    const corner = [...line, { x: 100, y: 120 }];
    expect(withStroke('', corner)).toBe('M0 50L100 50L100 120');
  });

  it('may be a dot', () => {
    expect(withStroke('', [{ x: 10.4, y: 20.6 }])).toBe('M10 21L10 21');
    expect(curves(strokesOf('M10 21L10 21'))).toBe('M10 21L10 21');
  });

  it('stays within the field', () => {
    expect(
      withStroke('', [
        { x: -9, y: 900 },
        { x: 900, y: -9 },
      ]),
    ).toBe('M0 200L600 0');
  });
});
