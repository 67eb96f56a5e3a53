/** Conditions, evaluated: plain comparisons, no code from outside, no implicit conversions. */
import type {
  AnswerValue,
  ComparisonOperator,
  Condition,
  SimpleCondition,
  VariableValue,
} from '../protocol/index.ts';
import { answerOf, variableOf } from './facts.ts';
import type { Facts } from './facts.ts';
import { matches } from './pattern.ts';

/** An absent condition holds. */
export function holds(condition: Condition | undefined, facts: Facts): boolean {
  if (condition === undefined) return true;
  if ('all' in condition) return condition.all.every((inner) => holds(inner, facts));
  if ('any' in condition) return condition.any.some((inner) => holds(inner, facts));
  if ('not' in condition) return !holds(condition.not, facts);
  return holdsSimply(condition, facts);
}

function holdsSimply(condition: SimpleCondition, facts: Facts): boolean {
  const left =
    'answer' in condition
      ? answerOf(facts, condition.answer, condition.part)
      : variableOf(facts, condition.variable);
  switch (condition.op) {
    case 'answered':
      return !isEmpty(left);
    case 'empty':
      return isEmpty(left);
    case 'in':
      return condition.value.some((value) => compare(left, 'eq', value));
    default:
      return compare(left, condition.op, condition.value);
  }
}

function isEmpty(value: AnswerValue | VariableValue): boolean {
  if (typeof value === 'object') return value === null || Object.keys(value).length === 0;
  return value === '';
}

function compare(
  left: AnswerValue | VariableValue,
  op: ComparisonOperator,
  right: VariableValue,
): boolean {
  switch (op) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'includes':
      return includes(left, right);
    case 'matches':
      return typeof left === 'string' && typeof right === 'string' && matches(right, left);
    case 'lt':
      return order(left, right, (sign) => sign < 0);
    case 'lte':
      return order(left, right, (sign) => sign <= 0);
    case 'gt':
      return order(left, right, (sign) => sign > 0);
    case 'gte':
      return order(left, right, (sign) => sign >= 0);
  }
}

function includes(left: AnswerValue | VariableValue, right: VariableValue): boolean {
  if (Array.isArray(left)) return (left as readonly unknown[]).includes(right);
  return typeof left === 'string' && typeof right === 'string' && left.includes(right);
}

/** Numbers by size; strings by code unit, which puts calendar dates in order. Mixed kinds have no order. */
function order(
  left: AnswerValue | VariableValue,
  right: VariableValue,
  fits: (sign: number) => boolean,
): boolean {
  if (typeof left === 'number' && typeof right === 'number') return fits(left - right);
  if (typeof left === 'string' && typeof right === 'string') {
    return fits(left < right ? -1 : left > right ? 1 : 0);
  }
  return false;
}
