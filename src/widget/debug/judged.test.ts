import { expect, test } from 'vitest';

import { judged } from './judged.ts';

const at = '2026-11-22T12:00:00.000Z';
const facts = {
  answers: { nps: { value: 9, at }, service: { value: { speed: 'poor' }, at } },
  variables: { plan: { value: 'pro', source: 'token' as const } },
};

test('a condition is told with its parts, each with what is known and whether it holds', () => {
  const lines = judged(
    {
      all: [
        { answer: 'nps', op: 'gte', value: 9 },
        { not: { variable: 'plan', op: 'eq', value: 'pro' } },
        { answer: 'service', part: 'speed', op: 'in', value: ['poor', 'fair'] },
      ],
    },
    facts,
  );
  expect(lines).toEqual([
    { says: 'all of', holds: false, depth: 0 },
    { says: 'answer nps = 9, gte 9', holds: true, depth: 1 },
    { says: 'not', holds: false, depth: 1 },
    { says: 'variable plan = "pro", eq "pro"', holds: true, depth: 2 },
    {
      says: 'answer service = {"speed":"poor"}, part speed, in ["poor","fair"]',
      holds: true,
      depth: 1,
    },
  ]);
});
