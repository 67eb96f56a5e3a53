import type { Question } from '../protocol/index.ts';

/** What a respondent can answer; a hidden question answers itself. */
export type AnswerableQuestion = Exclude<Question, { type: 'statement' | 'hidden' }>;

export function isAnswerable(question: Question): question is AnswerableQuestion {
  return question.type !== 'statement' && question.type !== 'hidden';
}
