/** Whether a question has to be answered. */
import type { Question } from '../protocol/index.ts';
import { holds } from './condition.ts';
import type { Facts } from './facts.ts';

/** @param facts settled (hidden.ts); without them only what is always required */
export function isRequired(question: Question, facts?: Facts): boolean {
  if (!('required' in question || 'requiredIf' in question)) return false;
  if (question.required === true) return true;
  const { requiredIf } = question;
  return requiredIf !== undefined && facts !== undefined && holds(requiredIf, facts);
}
