/**
 * Expressions, evaluated: data, never code. Nothing in them goes by a language or a zone, so that the
 * device and the service compute the same.
 */
import { LIMITS } from '../protocol/limits.ts';
import type { AnswerValue, Expression, VariableValue } from '../protocol/index.ts';
import { cleanText } from './clean-text.ts';
import { holds } from './condition.ts';
import { answerOf, variableOf } from './facts.ts';
import type { Facts } from './facts.ts';
import { own } from './own.ts';
import { PIPE } from './text.ts';

export type ExpressionValue = VariableValue | null;

/** Null: it has no value, since what it needs has none. */
export function evaluate(expression: Expression, facts: Facts): ExpressionValue {
  if (typeof expression !== 'object') return plain(expression);
  const value = (inner: Expression): ExpressionValue => evaluate(inner, facts);
  const numbers = (inner: readonly Expression[]): number[] => inner.map(value).filter(isNumber);
  if ('answer' in expression) return scalar(answerOf(facts, expression.answer, expression.part));
  if ('variable' in expression) return variableOf(facts, expression.variable);
  if ('sum' in expression) return folded(numbers(expression.sum), (a, b) => a + b);
  if ('product' in expression) return folded(numbers(expression.product), (a, b) => a * b);
  if ('average' in expression) return average(numbers(expression.average));
  if ('least' in expression) return folded(ordered(expression.least.map(value)), least);
  if ('greatest' in expression) return folded(ordered(expression.greatest.map(value)), greatest);
  if ('difference' in expression) return pair(expression.difference.map(value), (a, b) => a - b);
  if ('quotient' in expression) return pair(expression.quotient.map(value), (a, b) => a / b);
  if ('round' in expression) return rounded(value(expression.round), expression.digits ?? 0);
  if ('points' in expression) return points(answerOf(facts, expression.points), expression.of);
  if ('count' in expression) return count(expression.count, facts);
  if ('days' in expression) return days(value(expression.days[0]), value(expression.days[1]));
  if ('text' in expression) return text(expression.text, facts);
  const branch = holds(expression.if, facts) ? expression.then : expression.else;
  return branch === undefined ? null : value(branch);
}

/** Beyond what a number can hold there is no value; -0 and 0 are one. */
function plain(value: VariableValue): ExpressionValue {
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? value + 0 : null;
}

function scalar(value: AnswerValue): ExpressionValue {
  return typeof value === 'object' ? null : value;
}

function isNumber(value: ExpressionValue): value is number {
  return typeof value === 'number';
}

function folded<T extends VariableValue>(
  values: readonly T[],
  join: (one: T, other: T) => T,
): ExpressionValue {
  const [first, ...rest] = values;
  return first === undefined ? null : plain(rest.reduce(join, first));
}

function average(values: readonly number[]): ExpressionValue {
  const sum = folded(values, (a, b) => a + b);
  return isNumber(sum) ? plain(sum / values.length) : null;
}

/** Numbers; or texts, among them calendar dates, where there are no numbers. */
function ordered(values: readonly ExpressionValue[]): readonly (number | string)[] {
  const numbers = values.filter(isNumber);
  return numbers.length > 0 ? numbers : values.filter((one) => typeof one === 'string');
}

function least<T extends number | string>(one: T, other: T): T {
  return other < one ? other : one;
}

function greatest<T extends number | string>(one: T, other: T): T {
  return other > one ? other : one;
}

function pair(
  [one = null, other = null]: readonly ExpressionValue[],
  join: (one: number, other: number) => number,
): ExpressionValue {
  return isNumber(one) && isNumber(other) ? plain(join(one, other)) : null;
}

/** Half away from zero, in decimal: 1.005 to two digits is 1.01, although no binary number is 1.005. */
function rounded(value: ExpressionValue, digits: number): ExpressionValue {
  if (!isNumber(value)) return null;
  const shifted = Math.round(Number(`${Math.abs(value)}e${digits}`));
  const back = Number(`${shifted}e-${digits}`) * Math.sign(value);
  // A number so large or so small that it is written with an exponent of its own.
  return plain(Number.isNaN(back) ? Number(value.toFixed(digits)) : back);
}

/** Of a matrix: the points of the columns chosen, over all rows. */
function points(value: AnswerValue, of: Readonly<Record<string, number>>): ExpressionValue {
  if (value === null) return null;
  const chosen = idsIn(value);
  return plain(chosen.reduce((sum, id) => sum + (own(of, id) ?? 0), 0));
}

function idsIn(value: NonNullable<AnswerValue>): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object') return [];
  return Object.values(value)
    .flat()
    .filter((id) => typeof id === 'string');
}

/** A question that was asked and left empty counts none; one that was not asked has no count. */
function count(question: string, { answers }: Facts): ExpressionValue {
  const answer = own(answers, question);
  if (answer === undefined) return null;
  if (answer.value === null) return 0;
  return typeof answer.value === 'object' ? Object.keys(answer.value).length : 1;
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

function days(from: ExpressionValue, to: ExpressionValue): ExpressionValue {
  const [start, end] = [midnight(from), midnight(to)];
  return start === null || end === null ? null : plain((end - start) / MS_PER_DAY);
}

/** In UTC, where every day has 24 hours. */
function midnight(date: ExpressionValue): number | null {
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? null : time;
}

/** The same in every language: a pipe stands for the bare value, for ids and for numbers with a point. */
function text(template: string, facts: Facts): ExpressionValue {
  const filled = template.replace(
    PIPE,
    (_written, variable?: string, answer = '', part?: string, _format?: string, fallback = '') => {
      const value =
        variable === undefined
          ? answerOf(facts, String(answer), part)
          : variableOf(facts, variable);
      return bare(value) || String(fallback).trim();
    },
  );
  return filled === '' ? null : cleanText(filled.slice(0, LIMITS.answerLength));
}

function bare(value: AnswerValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? idsIn(value).join(', ') : String(value);
}
