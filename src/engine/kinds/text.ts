/** Texts. */
import { LIMITS } from '../../protocol/limits.ts';
import type { QuestionOf } from '../../protocol/index.ts';
import { isBlank } from '../blank.ts';
import { cleanText } from '../clean-text.ts';
import { matches } from '../pattern.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import type { Given } from './judge.ts';

export function text({ minLength, maxLength, pattern }: QuestionOf<'text'>, given: Given): Verdict {
  const verdict = plainText(given, maxLength);
  if (!verdict.ok || typeof verdict.value !== 'string') return verdict;
  if (minLength !== undefined && verdict.value.length < minLength) {
    return refuse('too_short', { limit: minLength });
  }
  return pattern === undefined || matches(pattern, verdict.value) ? verdict : refuse('pattern');
}

/** Without the white space around it; null when nothing remains. Lengths are in UTF-16 units, as browsers count. */
export function plainText(given: unknown, maxLength: number = LIMITS.answerLength): Verdict {
  if (typeof given !== 'string') return refuse('type');
  const plain = cleanText(given).trim();
  if (isBlank(plain)) return accept(null);
  return plain.length <= maxLength ? accept(plain) : refuse('too_long', { limit: maxLength });
}
