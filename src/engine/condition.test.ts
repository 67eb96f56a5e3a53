import { describe, expect, it } from 'vitest';

import type { AnswerValue, Condition, VariableValue } from '../protocol/index.ts';
import { holds } from './index.ts';
import type { Facts } from './index.ts';

function facts(
  answers: Record<string, AnswerValue>,
  variables: Record<string, VariableValue> = {},
): Facts {
  const at = '2026-11-22T12:00:00.000Z';
  return {
    answers: Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, { value, at }])),
    variables: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, { value, source: 'token' as const }]),
    ),
  };
}

const known = facts(
  {
    score: 6,
    reasons: ['late', 'broken'],
    words: 'too late',
    nothing: null,
    taste: { soup: 'good', tea: ['weak', 'cold'] },
    untouched: {},
    agreed: true,
    span: [1, 5],
  },
  { segment: 'vip', orders: 3, returning: true, birthday: '1990-05-01' },
);

describe('a condition on what is known', () => {
  it.each<[Condition, boolean]>([
    [{ answer: 'score', op: 'eq', value: 6 }, true],
    [{ answer: 'score', op: 'ne', value: 6 }, false],
    [{ answer: 'score', op: 'lt', value: 6 }, false],
    [{ answer: 'score', op: 'lte', value: 6 }, true],
    [{ answer: 'score', op: 'gt', value: 5 }, true],
    [{ answer: 'score', op: 'gte', value: 7 }, false],
    [{ answer: 'score', op: 'in', value: [5, 6] }, true],
    [{ answer: 'reasons', op: 'includes', value: 'late' }, true],
    [{ answer: 'reasons', op: 'includes', value: 'price' }, false],
    [{ answer: 'words', op: 'includes', value: 'late' }, true],
    [{ answer: 'words', op: 'matches', value: '\\w+ \\w+' }, true],
    [{ answer: 'words', op: 'matches', value: 'late' }, false],
    [{ answer: 'words', op: 'matches', value: '(?=late)' }, false],
    [{ answer: 'score', op: 'matches', value: '6' }, false],
    [{ variable: 'segment', op: 'matches', value: 'v.p' }, true],
    [{ answer: 'taste', part: 'soup', op: 'eq', value: 'good' }, true],
    [{ answer: 'taste', part: 'tea', op: 'includes', value: 'weak' }, true],
    [{ answer: 'taste', part: 'cake', op: 'answered' }, false],
    [{ answer: 'taste', part: 'toString', op: 'empty' }, true],
    [{ answer: 'taste', op: 'answered' }, true],
    [{ answer: 'words', part: 'length', op: 'answered' }, false],
    [{ answer: 'agreed', op: 'eq', value: true }, true],
    [{ answer: 'span', op: 'includes', value: 5 }, true],
    [{ answer: 'untouched', op: 'empty' }, true],
    [{ variable: 'segment', op: 'in', value: ['vip', 'gold'] }, true],
    [{ variable: 'orders', op: 'gte', value: 3 }, true],
    [{ variable: 'returning', op: 'eq', value: true }, true],
    [{ variable: 'birthday', op: 'lt', value: '2000-01-01' }, true],
    [{ answer: 'score', op: 'answered' }, true],
    [{ answer: 'nothing', op: 'empty' }, true],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, known)).toBe(expected);
  });

  it('never converts: a number is not the string that looks like it', () => {
    expect(holds({ answer: 'score', op: 'eq', value: '6' }, known)).toBe(false);
    expect(holds({ answer: 'score', op: 'lt', value: '7' }, known)).toBe(false);
  });

  it('holds for nothing but "empty" and "ne" while there is no answer', () => {
    const ops = ['eq', 'lt', 'lte', 'gt', 'gte', 'includes'] as const;
    for (const op of ops) expect(holds({ answer: 'none', op, value: 0 }, known)).toBe(false);
    expect(holds({ answer: 'none', op: 'ne', value: 0 }, known)).toBe(true);
    expect(holds({ answer: 'none', op: 'empty' }, known)).toBe(true);
    expect(holds({ answer: 'none', op: 'answered' }, known)).toBe(false);
  });

  it('nests all, any and not', () => {
    const condition: Condition = {
      all: [
        {
          any: [
            { answer: 'score', op: 'gt', value: 8 },
            { variable: 'segment', op: 'eq', value: 'vip' },
          ],
        },
        { not: { answer: 'reasons', op: 'includes', value: 'price' } },
      ],
    };
    expect(holds(condition, known)).toBe(true);
    expect(holds(undefined, known)).toBe(true);
  });

  it('does not mistake a built-in property for an answer', () => {
    expect(holds({ answer: 'toString', op: 'answered' }, known)).toBe(false);
    expect(holds({ variable: 'constructor', op: 'answered' }, known)).toBe(false);
  });
});
