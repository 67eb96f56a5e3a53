/** What conditions, texts and the flow are computed from. */
import type { AnswerValue, Answers, VariableValue, Variables } from '../protocol/index.ts';
import { own } from './own.ts';

export interface Facts {
  readonly answers: Answers;
  readonly variables: Variables;
}

/**
 * @param part one row of a matrix, or one field of a contact or address; without it the whole answer
 */
export function answerOf(facts: Facts, question: string, part?: string): AnswerValue {
  const value = own(facts.answers, question)?.value ?? null;
  if (part === undefined) return value;
  const hasParts = typeof value === 'object' && value !== null && !Array.isArray(value);
  return hasParts ? (own(value, part) ?? null) : null;
}

export function variableOf(facts: Facts, name: string): VariableValue | null {
  return own(facts.variables, name)?.value ?? null;
}
