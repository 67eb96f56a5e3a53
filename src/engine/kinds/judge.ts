import type { AnswerValue } from '../../protocol/index.ts';
import type { AnswerableQuestion } from '../answerable.ts';
import type { Facts } from '../facts.ts';
import type { Verdict } from '../verdict.ts';

/** Something was given: neither null nor blank nor an empty list. It may still come to nothing. */
export type Given = NonNullable<AnswerValue>;

/** Judges by type alone; facts only where the type itself looks at them, such as a date that knows "today". */
export type Judge<T extends AnswerableQuestion['type']> = (
  question: Extract<AnswerableQuestion, { type: T }>,
  given: Given,
  facts: Facts | undefined,
) => Verdict;
