/** One verdict on one answer, the same in widget and service. */
import { LIMITS } from '../protocol/limits.ts';
import type { AnswerValue, QuestionOf } from '../protocol/index.ts';
import type { AnswerableQuestion } from './answerable.ts';
import { cleanText } from './clean-text.ts';

/** Why an answer is not accepted. The words are the widget's. */
export type AnswerFault =
  | 'required'
  | 'type'
  | 'scale'
  | 'choice'
  | 'selection_min'
  | 'selection_max'
  | 'too_long'
  | 'email';

export interface Fault {
  readonly code: AnswerFault;
  /** The number that the sentence needs: a minimum, a maximum. */
  readonly limit?: number;
}

export type Verdict =
  | { readonly ok: true; readonly value: AnswerValue }
  | { readonly ok: false; readonly fault: Fault };

/** Normalises and judges. An empty answer is `null`: fine, unless the question is required. */
export function validateAnswer(question: AnswerableQuestion, given: AnswerValue): Verdict {
  const verdict = given === null ? accept(null) : judge(question, given);
  return verdict.ok && verdict.value === null && question.required === true
    ? refuse('required')
    : verdict;
}

function judge(question: AnswerableQuestion, given: NonNullable<AnswerValue>): Verdict {
  switch (question.type) {
    case 'nps':
      return onScale(given, 0, 10);
    case 'rating':
      return onScale(given, 1, question.scale);
    case 'single':
      return oneOf(question, given);
    case 'multiple':
      return someOf(question, given);
    case 'text':
      return plainText(given, question.maxLength ?? LIMITS.answerLength);
    case 'email':
      return emailAddress(given);
  }
}

function onScale(given: NonNullable<AnswerValue>, low: number, high: number): Verdict {
  if (typeof given !== 'number') return refuse('type');
  return Number.isInteger(given) && given >= low && given <= high
    ? // -0 and 0 are one answer.
      accept(given + 0)
    : refuse('scale');
}

function oneOf({ choices }: QuestionOf<'single'>, given: NonNullable<AnswerValue>): Verdict {
  if (typeof given !== 'string') return refuse('type');
  return choices.some(({ id }) => id === given) ? accept(given) : refuse('choice');
}

function someOf(question: QuestionOf<'multiple'>, given: NonNullable<AnswerValue>): Verdict {
  if (!Array.isArray(given)) return refuse('type');
  if (given.length === 0) return accept(null);
  const ids = question.choices.map(({ id }) => id);
  if (!given.every((id) => ids.includes(id))) return refuse('choice');
  const chosen = ids.filter((id) => given.includes(id));
  if (question.min !== undefined && chosen.length < question.min) {
    return refuse('selection_min', question.min);
  }
  if (question.max !== undefined && chosen.length > question.max) {
    return refuse('selection_max', question.max);
  }
  return accept(chosen);
}

function plainText(given: NonNullable<AnswerValue>, maxLength: number): Verdict {
  if (typeof given !== 'string') return refuse('type');
  const text = cleanText(given).trim();
  if (text === '') return accept(null);
  return text.length <= maxLength ? accept(text) : refuse('too_long', maxLength);
}

/** RFC 5321 section 4.5.3.1.3 allows 254 characters in a path. */
const EMAIL_LENGTH = 254;

/** WHATWG HTML, "valid e-mail address", with a dot demanded in the domain. Linear: no group repeats a repeat. */
const EMAIL_LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const EMAIL_LABEL = /^(?:[\p{L}\p{N}]|[\p{L}\p{N}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u;

function emailAddress(given: NonNullable<AnswerValue>): Verdict {
  const text = plainText(given, EMAIL_LENGTH);
  if (!text.ok || typeof text.value !== 'string') return text;
  const at = text.value.lastIndexOf('@');
  const local = text.value.slice(0, Math.max(at, 0));
  const labels = text.value
    .slice(at + 1)
    .toLowerCase()
    .split('.');
  const fits =
    EMAIL_LOCAL.test(local) &&
    labels.length > 1 &&
    labels.every((label) => EMAIL_LABEL.test(label));
  return fits ? accept(`${local}@${labels.join('.')}`) : refuse('email');
}

function accept(value: AnswerValue): Verdict {
  return { ok: true, value };
}

function refuse(code: AnswerFault, limit?: number): Verdict {
  return { ok: false, fault: limit === undefined ? { code } : { code, limit } };
}
