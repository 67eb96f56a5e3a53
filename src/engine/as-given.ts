import type { Answer, AnswerValue } from '../protocol/index.ts';

/** The answer with this value in its normal form, and nothing that only the service may say of it. */
export function asGiven({ at, lang }: Pick<Answer, 'at' | 'lang'>, value: AnswerValue): Answer {
  return { value, at, ...(lang !== undefined && { lang }) };
}
