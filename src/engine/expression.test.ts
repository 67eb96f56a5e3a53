/* oxlint-disable unicorn/no-thenable -- "then" is a field of the survey format */
import { describe, expect, it } from 'vitest';

import type { AnswerValue, Expression, VariableValue } from '../protocol/index.ts';
import { evaluate } from './expression.ts';

const at = '2026-11-22T12:00:00.000Z';

const facts = (
  answers: Record<string, AnswerValue>,
  variables: Record<string, VariableValue> = {},
) => ({
  answers: Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, { value, at }])),
  variables: Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, { value, source: 'token' as const }]),
  ),
});

const known = facts(
  {
    nps: 7,
    rating: 4,
    skipped: null,
    plan: 'pro',
    liked: ['speed', 'price'],
    rows: { taste: 'good', look: 'bad' },
    ticks: { taste: ['good', 'fair'], look: ['bad'] },
    contact: { firstName: 'Ann', email: 'ann@example.com' },
    born: '2000-02-29',
    agreed: true,
    budget: [10, 20],
    files: [{ id: 'f'.repeat(32), name: 'a.png', type: 'image/png', bytes: 10 }],
  },
  { orders: 3, since: '2026-11-01', segment: 'vip' },
);

describe('a computed value', () => {
  it.each<[string, Expression, VariableValue | null]>([
    ['a value itself', 'gold', 'gold'],
    ['an answer', { answer: 'nps' }, 7],
    ['a choice, by its id', { answer: 'plan' }, 'pro'],
    ['a ticked box', { answer: 'agreed' }, true],
    ['a part of an answer', { answer: 'contact', part: 'email' }, 'ann@example.com'],
    ['a part that is not there', { answer: 'contact', part: 'phone' }, null],
    ['several choices are not one value', { answer: 'liked' }, null],
    ['a range is not one value', { answer: 'budget' }, null],
    ['a variable', { variable: 'orders' }, 3],
    ['a variable that did not come along', { variable: 'unknown' }, null],
    [
      'a sum leaves out what has no value',
      { sum: [{ answer: 'nps' }, { answer: 'skipped' }, 2] },
      9,
    ],
    ['a sum of nothing has no value', { sum: [{ answer: 'skipped' }] }, null],
    ['texts are not added up', { sum: [{ answer: 'plan' }, 1] }, 1],
    ['a product', { product: [{ answer: 'nps' }, { variable: 'orders' }] }, 21],
    [
      'an average of what there is',
      { average: [{ answer: 'nps' }, { answer: 'skipped' }, 4] },
      5.5,
    ],
    ['the least', { least: [{ answer: 'nps' }, { answer: 'rating' }] }, 4],
    ['the greatest', { greatest: [{ answer: 'nps' }, { answer: 'rating' }] }, 7],
    ['the earlier date', { least: [{ answer: 'born' }, { variable: 'since' }] }, '2000-02-29'],
    ['a difference', { difference: [{ answer: 'nps' }, 10] }, -3],
    ['a difference from nothing', { difference: [{ answer: 'skipped' }, 1] }, null],
    ['a quotient', { quotient: [{ answer: 'nps' }, 2] }, 3.5],
    ['nothing can be divided by zero', { quotient: [1, 0] }, null],
    ['beyond all numbers', { product: [1e308, 10] }, null],
    ['rounded', { round: 2.5 }, 3],
    ['rounded away from zero', { round: -2.5 }, -3],
    ['rounded in decimal', { round: 1.005, digits: 2 }, 1.01],
    ['rounded, very small', { round: 1e-7, digits: 2 }, 0],
    ['points of choices', { points: 'liked', of: { speed: 2, price: 0.5, taste: 9 } }, 2.5],
    ['points of a choice that is not listed', { points: 'plan', of: { free: 1 } }, 0],
    ['points of the columns of a matrix', { points: 'rows', of: { good: 3, bad: -1 } }, 2],
    ['points of several columns per row', { points: 'ticks', of: { good: 3, fair: 1 } }, 4],
    ['no points without an answer', { points: 'skipped', of: { a: 1 } }, null],
    ['how many choices', { count: 'liked' }, 2],
    ['how many rows', { count: 'rows' }, 2],
    ['how many files', { count: 'files' }, 1],
    ['none, when it was left empty', { count: 'skipped' }, 0],
    ['no count, when it was not asked', { count: 'unknown' }, null],
    ['days between dates', { days: [{ variable: 'since' }, '2026-11-22'] }, 21],
    ['days back', { days: ['2026-03-30', '2026-03-28'] }, -2],
    ['no days from what is no date', { days: [{ answer: 'plan' }, '2026-11-22'] }, null],
    ['a text', { text: '{{variable.segment}}: {{answer.nps}} of 10' }, 'vip: 7 of 10'],
    [
      'a text of ids, parts and fallbacks',
      {
        text: '{{answer.liked}}/{{answer.contact.firstName}}/{{answer.skipped|none}}',
      },
      'speed, price/Ann/none',
    ],
    ['a text of nothing', { text: '{{answer.skipped}}' }, null],
    [
      'one of two',
      { if: { answer: 'nps', op: 'gte', value: 9 }, then: 'fan', else: 'other' },
      'other',
    ],
    ['or nothing', { if: { answer: 'nps', op: 'gte', value: 9 }, then: 'fan' }, null],
  ])('%s', (_what, expression, expected) => {
    expect(evaluate(expression, known)).toEqual(expected);
  });

  it('puts nothing into a text that an answer only looks like', () => {
    const tricky = facts({ name: '{{variable.segment}}' }, { segment: 'vip' });
    expect(evaluate({ text: 'Hello {{answer.name}}' }, tricky)).toBe('Hello {{variable.segment}}');
  });
});
