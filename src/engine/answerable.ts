import type { Question } from '../protocol/index.ts';

export type AnswerableQuestion = Exclude<Question, { type: 'statement' }>;

/** Whether this widget or service knows the type: a newer survey may hold others, which are left out. */
export function isAnswerable(question: Question): question is AnswerableQuestion {
  return question.type !== 'statement';
}
