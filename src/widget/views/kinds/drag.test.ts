import { describe, expect, it } from 'vitest';

import { placeAt } from './drag.ts';

/** Three items of 50 px, 8 px apart, and a high one. */
const boxes = [
  { top: 0, height: 50 },
  { top: 58, height: 50 },
  { top: 116, height: 50 },
  { top: 174, height: 120 },
];

describe('where a dragged item falls', () => {
  it.each<[string, number, number, number]>([
    ['it was only touched', 1, 0, 1],
    ['not past the middle of its neighbour', 0, 50, 0],
    ['past the middle of its neighbour', 0, 59, 1],
    ['past the middle of a high one', 0, 210, 3],
    ['not yet past the middle of a high one', 0, 205, 2],
    ['beyond the end', 1, 5000, 3],
    ['up past its neighbour', 2, -59, 1],
    ['beyond the beginning', 3, -5000, 0],
  ])('%s', (_situation, from, y, to) => {
    expect(placeAt(boxes, from, y)).toBe(to);
  });
});
