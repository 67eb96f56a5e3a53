/** Expressions: whether what they compute with exists, is known by then, and is of the kind they need. */
import { LIMITS } from '../../protocol/limits.ts';
import type { Expression } from '../../protocol/index.ts';
import type { AnswerKind } from './kinds.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import { SAID } from './comparisons.ts';
import { checkCondition, lookedAt } from './conditions.ts';
import { expressionKind } from './expression-kinds.ts';
import type { Point } from './outline.ts';
import { checkPipes } from './pipes.ts';
import { knownQuestion, knownVariable } from './references.ts';

/** Kinds that a step computes with. */
const NUMBERS: readonly AnswerKind['kind'][] = ['number', 'any'];
const DATES: readonly AnswerKind['kind'][] = ['date', 'any'];
const ORDERED: readonly AnswerKind['kind'][] = ['number', 'date', 'time', 'any'];

export function checkExpression(
  expression: Expression,
  pointer: string,
  point: Point,
  checking: Checking,
  depth = 1,
): void {
  if (typeof expression !== 'object') return;
  if (depth > LIMITS.conditionDepth) {
    const message = `Nested deeper than ${LIMITS.conditionDepth}; compute parts of it in hidden questions of their own.`;
    fault(checking, pointer, 'too_deep', message);
    return;
  }
  const inner = (
    nested: Expression,
    below: string,
    kinds?: readonly AnswerKind['kind'][],
  ): void => {
    const here = `${pointer}/${below}`;
    checkExpression(nested, here, point, checking, depth + 1);
    if (kinds !== undefined) checkKind(nested, kinds, here, checking);
  };
  const each = (list: readonly Expression[], name: string, kinds = NUMBERS): void =>
    list.forEach((one, at) => inner(one, `${name}/${at}`, kinds));
  if ('answer' in expression) checkAnswer(expression, pointer, point, checking);
  else if ('variable' in expression) {
    knownVariable(expression.variable, `${pointer}/variable`, point, checking);
  } else if ('sum' in expression) each(expression.sum, 'sum');
  else if ('product' in expression) each(expression.product, 'product');
  else if ('average' in expression) each(expression.average, 'average');
  else if ('least' in expression) each(expression.least, 'least', ORDERED);
  else if ('greatest' in expression) each(expression.greatest, 'greatest', ORDERED);
  else if ('difference' in expression) each(expression.difference, 'difference');
  else if ('quotient' in expression) each(expression.quotient, 'quotient');
  else if ('round' in expression) inner(expression.round, 'round', NUMBERS);
  else if ('points' in expression) checkPoints(expression, pointer, point, checking);
  else if ('count' in expression) checkCount(expression.count, pointer, point, checking);
  else if ('days' in expression) each(expression.days, 'days', DATES);
  else if ('text' in expression) {
    checkPipes(expression.text, `${pointer}/text`, point, checking, { isBare: true });
  } else {
    checkCondition(expression.if, `${pointer}/if`, point, checking);
    inner(expression.then, 'then');
    if (expression.else !== undefined) inner(expression.else, 'else');
  }
}

function checkKind(
  expression: Expression,
  kinds: readonly AnswerKind['kind'][],
  pointer: string,
  checking: Checking,
): void {
  const { kind } = expressionKind(expression, checking.outline);
  if (kinds.includes(kind)) return;
  // Said already, where the answer is looked at.
  if (typeof expression === 'object' && 'answer' in expression && !isScalar(kind)) return;
  const needed = kinds === DATES ? 'a date' : kinds === NUMBERS ? 'a number' : 'a number or a date';
  fault(checking, pointer, 'expression_type', `It has no value here: ${needed} is needed.`);
}

function isScalar(kind: AnswerKind['kind']): boolean {
  return kind !== 'choices' && kind !== 'parts' && kind !== 'whole';
}

function checkAnswer(
  { answer, part }: { readonly answer: string; readonly part?: string | undefined },
  pointer: string,
  point: Point,
  checking: Checking,
): void {
  const kind = lookedAt(answer, part, pointer, point, checking);
  if (kind === undefined || isScalar(kind.kind)) return;
  const instead =
    kind.kind === 'parts' ? 'name one by "part"' : 'use "count", or "points" for choices';
  const message = `"${answer}" is ${SAID[kind.kind]}, which is not one value; ${instead}.`;
  fault(checking, `${pointer}/answer`, 'expression_type', message);
}

function checkPoints(
  { points, of }: { readonly points: string; readonly of: Readonly<Record<string, number>> },
  pointer: string,
  point: Point,
  checking: Checking,
): void {
  const question = knownQuestion(points, `${pointer}/points`, point, checking);
  if (question === undefined) return;
  const ids =
    question.type === 'matrix'
      ? question.columns.map(({ id }) => id)
      : question.type === 'single' || question.type === 'multiple'
        ? question.choices.map(({ id }) => id)
        : null;
  if (ids === null) {
    const message = `"${points}" has no choices to give points for; use "answer".`;
    fault(checking, `${pointer}/points`, 'expression_type', message);
    return;
  }
  for (const id of Object.keys(of).filter((key) => !ids.includes(key))) {
    fault(checking, `${pointer}/of/${id}`, 'choice_unknown', `"${points}" has no choice "${id}".`);
  }
}

const COUNTED: ReadonlySet<string> = new Set(['multiple', 'ranking', 'matrix', 'file']);

function checkCount(id: string, pointer: string, point: Point, checking: Checking): void {
  const question = knownQuestion(id, `${pointer}/count`, point, checking);
  if (question === undefined || COUNTED.has(question.type)) return;
  const message = `"${id}" has one answer; only choices, rows and files can be counted.`;
  fault(checking, `${pointer}/count`, 'expression_type', message);
}
