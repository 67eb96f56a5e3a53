/** A comparison: whether the operator and the value fit the kind of what is compared, and can ever hold. */
import type { SimpleCondition, VariableValue } from '../../protocol/index.ts';
import { patternFault } from '../pattern.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import type { AnswerKind } from './kinds.ts';

export const SAID: Readonly<Record<AnswerKind['kind'], string>> = {
  number: 'answered by a number',
  choice: 'answered by a choice',
  choices: 'answered by several choices',
  text: 'answered by a string',
  date: 'answered by a date such as "2026-11-22"',
  time: 'answered by a time such as "18:30"',
  boolean: 'true or nothing',
  parts: 'answered in parts: name one by "part"',
  whole: 'looked at as a whole',
  any: 'computed',
};

const PRESENCE = ['answered', 'empty'] as const;
const EQUALITY = ['eq', 'ne', 'in', ...PRESENCE] as const;
const ORDER = ['lt', 'lte', 'gt', 'gte'] as const;
const EVERYTHING = [...EQUALITY, ...ORDER, 'includes', 'matches'] as const;

const OPERATORS: Readonly<Record<AnswerKind['kind'], readonly SimpleCondition['op'][]>> = {
  number: [...EQUALITY, ...ORDER],
  choice: [...EQUALITY, 'includes'],
  choices: ['includes', ...PRESENCE],
  text: EVERYTHING,
  date: [...EQUALITY, ...ORDER],
  time: [...EQUALITY, ...ORDER],
  boolean: EQUALITY,
  parts: PRESENCE,
  whole: PRESENCE,
  any: EVERYTHING,
};

/** @param reason what is compared, as the beginning of a sentence */
export function checkComparison(
  kind: AnswerKind,
  condition: SimpleCondition,
  reason: string,
  pointer: string,
  checking: Checking,
): void {
  const { op } = condition;
  const possible = OPERATORS[kind.kind];
  if (!possible.includes(op)) {
    const message = `"${op}" does not fit: ${reason}. Possible are ${possible.join(', ')}.`;
    fault(checking, `${pointer}/op`, 'operator_type', message);
    return;
  }
  if (!('value' in condition)) return;
  const values = [condition.value].flat();
  const here = `${pointer}/value`;
  if (!values.every((value) => isOfKind(value, kind))) {
    fault(checking, here, 'value_type', `It can never hold: ${reason}.`);
    return;
  }
  if (op === 'matches') checkPattern(condition.value, here, checking);
  if ('ids' in kind) checkChoices(values, kind.ids, reason, here, checking);
  if (!values.some((value) => canHold(op, value, kind))) {
    const bounds = kind.kind === 'number' ? `, from ${kind.min} to ${kind.max}` : '';
    fault(checking, here, 'never_holds', `It can never hold: ${reason}${bounds}.`);
  }
}

const DATE_FORM = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME_FORM = /^([01]\d|2[0-3]):[0-5]\d$/;

function isOfKind(value: VariableValue, kind: AnswerKind): boolean {
  switch (kind.kind) {
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && DATE_FORM.test(value);
    case 'time':
      return typeof value === 'string' && TIME_FORM.test(value);
    case 'choice':
    case 'choices':
    case 'text':
      return typeof value === 'string';
    case 'any':
    case 'parts':
    case 'whole':
      return true;
  }
}

function checkPattern(
  value: VariableValue | readonly VariableValue[],
  pointer: string,
  checking: Checking,
): void {
  const message = patternFault(String(value));
  if (message !== null) fault(checking, pointer, 'pattern', message);
}

function checkChoices(
  values: readonly VariableValue[],
  ids: readonly string[],
  reason: string,
  pointer: string,
  checking: Checking,
): void {
  for (const id of values.map(String).filter((value) => !ids.includes(value))) {
    const [subject = ''] = reason.split(' is ');
    fault(checking, pointer, 'choice_unknown', `${subject} has no choice "${id}".`);
  }
}

/** Whether some answer fits. */
function canHold(op: SimpleCondition['op'], value: VariableValue, kind: AnswerKind): boolean {
  if (kind.kind === 'boolean') return op === 'ne' || value === true || !kind.isTicked;
  if (kind.kind !== 'number' || typeof value !== 'number') return true;
  const { min, max, isWhole } = kind;
  switch (op) {
    case 'eq':
    case 'in':
      return value >= min && value <= max && (!isWhole || Number.isInteger(value));
    case 'lt':
      return min < value;
    case 'lte':
      return min <= value;
    case 'gt':
      return max > value;
    case 'gte':
      return max >= value;
    default:
      return true;
  }
}
