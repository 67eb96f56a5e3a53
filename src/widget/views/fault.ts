import type { Fault } from '../../engine/index.ts';
import { filled } from '../strings/index.ts';
import type { Strings } from '../strings/index.ts';

/** What is wrong with an answer, in the respondent's words. */
export function faultText({ code, limit = 0 }: Fault, strings: Strings): string {
  const known = code === 'type' || code === 'scale' || code === 'choice' ? 'invalid' : code;
  return filled(strings[known], { n: limit });
}
