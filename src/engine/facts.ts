/** What conditions, texts and the flow are computed from. */
import type { AnswerValue, Answers, VariableValue, Variables } from '../protocol/index.ts';
import { own } from './own.ts';

export interface Facts {
  readonly answers: Answers;
  readonly variables: Variables;
}

export function answerOf(facts: Facts, question: string): AnswerValue {
  return own(facts.answers, question)?.value ?? null;
}

export function variableOf(facts: Facts, name: string): VariableValue | null {
  return own(facts.variables, name)?.value ?? null;
}
