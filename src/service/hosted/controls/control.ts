/** What a view of a question is given, and the names of its fields. */
import type { AnswerValue } from '../../../protocol/index.ts';

export interface ControlState {
  /** What stands in the fields; not yet judged. */
  readonly value: AnswerValue;
  /** What is wrong with it, in words. */
  readonly fault: string | undefined;
  /** Where the same survey can be answered with script. */
  readonly page: string;
}

/** Of a field that holds a part of an answer: a row, a place, a name. No id has a point in it. */
export function partName(question: string, part: string): string {
  return `${question}.${part}`;
}

/** Controls are described by the hint and the fault of their question. */
export function describedBy(question: string): string {
  return `${question}-hint ${question}-fault`;
}
