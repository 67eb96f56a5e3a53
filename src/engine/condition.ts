/** Conditions, evaluated: plain comparisons, no code from outside, no implicit conversions. */
import type { AnswerValue, Condition, SimpleCondition, VariableValue } from '../protocol/index.ts';
import { compare } from './comparison.ts';
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
    case 'includes':
      return includes(left, condition.value);
    case 'matches':
      return fits(left, condition.value);
    default:
      return compare(left, condition.op, condition.value);
  }
}

function isEmpty(value: AnswerValue | VariableValue): boolean {
  if (typeof value === 'object') return value === null || Object.keys(value).length === 0;
  return value === '';
}

function includes(left: AnswerValue | VariableValue, right: VariableValue): boolean {
  if (Array.isArray(left)) return (left as readonly unknown[]).includes(right);
  return typeof left === 'string' && typeof right === 'string' && left.includes(right);
}

function fits(text: unknown, pattern: unknown): boolean {
  return typeof text === 'string' && typeof pattern === 'string' && matches(pattern, text);
}
