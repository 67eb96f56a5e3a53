import type { Question } from '../../../protocol/question.ts';
import { CHUNKS, kindOf, loaded } from './index.ts';

/** Whether all is here that they need. */
export function isEquipped(questions: readonly Question[]): boolean {
  return questions.every((question) => !CHUNKS[kindOf(question)] || loaded[kindOf(question)]);
}
