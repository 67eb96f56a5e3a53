/** What an expression comes to. Of references that do not hold nothing is said here: the check says it. */
import type { Expression } from '../../protocol/index.ts';
import { own } from '../own.ts';
import { AUTO_VARIABLES, TODAY } from '../variables.ts';
import { ANY, BOOLEAN, DATE, NUMBER, partKind, TEXT, variableKind } from './kinds.ts';
import type { AnswerKind, KnownKinds } from './kinds.ts';

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;

export function expressionKind(expression: Expression, known: KnownKinds): AnswerKind {
  if (typeof expression === 'number') return NUMBER;
  if (typeof expression === 'boolean') return BOOLEAN;
  if (typeof expression === 'string') return CALENDAR_DATE.test(expression) ? DATE : TEXT;
  if ('answer' in expression) {
    const kind = known.kinds.get(expression.answer) ?? ANY;
    return expression.part === undefined ? kind : (partKind(kind, expression.part) ?? ANY);
  }
  if ('variable' in expression) return kindOfVariable(expression.variable, known);
  if ('text' in expression) return TEXT;
  if ('least' in expression) return common(expression.least, known);
  if ('greatest' in expression) return common(expression.greatest, known);
  if ('if' in expression) {
    const branches = [expression.then, ...(expression.else === undefined ? [] : [expression.else])];
    return common(branches, known);
  }
  return NUMBER;
}

function kindOfVariable(name: string, { content }: KnownKinds): AnswerKind {
  const declared = own(content.variables ?? {}, name);
  if (declared !== undefined) return variableKind(declared.type);
  if (name === TODAY) return DATE;
  return AUTO_VARIABLES.has(name) ? TEXT : ANY;
}

/** Of one kind where all are; numbers lose their bounds. */
function common(expressions: readonly Expression[], known: KnownKinds): AnswerKind {
  const kinds = expressions.map((expression) => expressionKind(expression, known));
  const [first] = kinds;
  if (first === undefined || kinds.some(({ kind }) => kind !== first.kind)) return ANY;
  return { number: NUMBER, text: TEXT, date: DATE, boolean: BOOLEAN }[first.kind as string] ?? ANY;
}
