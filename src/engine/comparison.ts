/** One value held against another, without implicit conversions: what conditions of surveys and of pages have in common. */
import type { AnswerValue, ComparisonOperator, VariableValue } from '../protocol/index.ts';

type Value = AnswerValue | VariableValue;

export function compare(
  left: Value,
  op: Exclude<ComparisonOperator, 'includes' | 'matches'>,
  right: VariableValue,
): boolean {
  const sign = difference(left, right);
  return {
    eq: left === right,
    ne: left !== right,
    lt: sign < 0,
    lte: sign <= 0,
    gt: sign > 0,
    gte: sign >= 0,
  }[op];
}

/**
 * Of numbers; of strings by code unit, which puts calendar dates in order. Mixed kinds have no order: nothing is more, or
 * less, than NaN.
 */
function difference(left: Value, right: VariableValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  return Number(left > right) - Number(left < right);
}
