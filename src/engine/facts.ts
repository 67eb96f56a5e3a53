/** What conditions, texts and the flow are computed from. */
import type { AnswerValue, Answers, VariableValue, Variables } from '../protocol/index.ts';

export interface Facts {
  readonly answers: Answers;
  readonly variables: Variables;
}

/** Lookups go through own properties only: ids come from outside and may be named like `toString`. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(record, key) ? record[key] : undefined;
}

export function answerOf(facts: Facts, question: string): AnswerValue {
  return own(facts.answers, question)?.value ?? null;
}

export function variableOf(facts: Facts, name: string): VariableValue | null {
  return own(facts.variables, name)?.value ?? null;
}
