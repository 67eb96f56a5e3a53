/** Points on a scale. */
import type { QuestionOf } from '../../protocol/index.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import type { Given } from './judge.ts';

export function nps(_question: QuestionOf<'nps'>, given: Given): Verdict {
  return onScale(given, 0, 10);
}

export function csat(_question: QuestionOf<'csat'>, given: Given): Verdict {
  return onScale(given, 1, 5);
}

export function ces({ scale = 7 }: QuestionOf<'ces'>, given: Given): Verdict {
  return onScale(given, 1, scale);
}

export function rating({ scale }: QuestionOf<'rating'>, given: Given): Verdict {
  return onScale(given, 1, scale);
}

function onScale(given: Given, low: number, high: number): Verdict {
  if (typeof given !== 'number') return refuse('type');
  return Number.isInteger(given) && given >= low && given <= high
    ? // -0 and 0 are one answer.
      accept(given + 0)
    : refuse('scale');
}
