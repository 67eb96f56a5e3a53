import { expect, test } from 'vitest';

import { Condition } from './condition.ts';
import { pointedErrors } from './pointed-errors.ts';
import { Question } from './question.ts';
import { VariableValues } from './variables.ts';

const complaints = (schema: typeof Question, value: unknown): string[] => {
  const result = schema.safeParse(value);
  return result.success ? [] : pointedErrors(result.error).map((e) => `${e.pointer} ${e.message}`);
};

test('a misspelt property is named by its own pointer', () => {
  expect(
    complaints(Question, { type: 'text', id: 'a', title: { en: 'A' }, size: 'short', maxLen: 3 }),
  ).toEqual(['/maxLen is not known here; remove it, or check its spelling']);
});

test('an unknown question type is answered with the known ones', () => {
  expect(complaints(Question, { type: 'nsp', id: 'a', title: { en: 'A' } })).toEqual([
    '/type must be "nps", "csat", "ces", "rating", "single", "multiple", "matrix", "ranking", ' +
      '"slider", "text", "email", "phone", "url", "number", "date", "time", "address", "contact", ' +
      '"consent", "file", "signature", "statement", "link" or "hidden"',
  ]);
});

test('sizes and empty texts are said in numbers and words', () => {
  const question = { type: 'rating', id: 'a', shape: 'stars', scale: 50, title: { en: '' } };
  expect(complaints(Question, question)).toEqual([
    '/title/en must not be empty',
    '/scale must be at most 11',
  ]);
});

test('a pointer escapes "~" and "/" and starts below what it is told', () => {
  const result = VariableValues.safeParse({ 'a/b~c': 1 });
  expect(pointedErrors(result.error!, '/variables').map((e) => e.pointer)).toEqual([
    '/variables/a~1b~0c',
  ]);
});

const condition = (value: unknown): string[] => {
  const result = Condition.safeParse(value);
  return result.success ? [] : pointedErrors(result.error).map((e) => `${e.pointer} ${e.message}`);
};

test('a condition with an unknown operator is told every operator', () => {
  expect(condition({ answer: 'q', op: 'eqq', value: 1 })).toEqual([
    '/op must be "eq", "ne", "lt", "lte", "gt", "gte", "includes", "matches", "in", "answered" or "empty"',
  ]);
});

test('a complaint deep in nested conditions points at the innermost place', () => {
  expect(condition({ all: [{ not: { any: [{ variable: 'v', op: 'in', value: 3 }] } }] })).toEqual([
    '/all/0/not/any/0/value must be a list',
  ]);
});

test('a value of a wrong kind is told every kind that would do', () => {
  expect(condition({ answer: 'q', op: 'eq', value: null })).toEqual([
    '/value must be a string, a number or true or false',
  ]);
  expect(condition('x')).toEqual([' must be an object']);
});
