/** What a kind of question may ask of the visit that it is part of, when it keeps more than an answer. */
import type { Fault } from '../engine/index.ts';
import type { AnswerValue } from '../protocol/response.ts';
import type { WidgetCode } from './problem.ts';
import type { OutboxRecord } from './record.ts';

export interface Visit {
  readonly project: string;
  /** Stores and sends nothing. */
  readonly isPreview: boolean;
  /** As it is at this moment. */
  readonly record: () => OutboxRecord;
  /** What stands in the fields of a question. */
  readonly answerTo: (question: string) => AnswerValue;
  /** Stored at once. */
  readonly answer: (question: string, value: AnswerValue) => void;
  /** The next step waits for this. */
  readonly hold: (work: Promise<unknown>) => void;
  /** Draws the question with this as its note. */
  readonly note: (question: string, note: unknown) => void;
  /** What is wrong, in the respondent's language and the question's words. */
  readonly say: (fault: Fault, question: string) => string;
  /** Tells the page. */
  readonly fail: (code: WidgetCode, problem: string) => void;
}
