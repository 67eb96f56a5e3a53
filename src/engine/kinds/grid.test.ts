import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { onGrid } from './grid.ts';

const steps = fc.constantFrom(0.1, 0.01, 0.25, 0.3, 0.7, 1 / 3, 1e-7, 1, 5, 1000);
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1e6, max: 1e6 }).map((hundredths) => hundredths / 100),
);

it('every step from the origin is one, whatever binary fractions make of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer(), steps, (count, from, step) => {
      const origin = from % 1000;
      expect(onGrid(origin + count * step, origin, step)).not.toBeNull();
    }),
  );
});

it('between two steps there is none', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1000 }), steps, (count, step) => {
      expect(onGrid((count + 0.5) * step, 0, step)).toBeNull();
    }),
  );
});

it('the number that is meant is meant by itself', () => {
  fc.assert(
    fc.property(numbers, numbers, steps, (value, origin, step) => {
      const meant = onGrid(value, origin, step);
      fc.pre(meant !== null);
      expect(onGrid(meant, origin, step)).toBe(meant);
    }),
    { numRuns: 2000 },
  );
});
