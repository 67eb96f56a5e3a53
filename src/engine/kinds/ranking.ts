/** Choices put in order. */
import type { QuestionOf } from '../../protocol/index.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { isIn, isList } from './given.ts';
import type { Given } from './judge.ts';

/** All of them, or exactly the first `top`. */
export function ranking({ choices, top }: QuestionOf<'ranking'>, given: Given): Verdict {
  if (!isList(given)) return refuse('type');
  const ids = choices.map(({ id }) => id);
  const ranked = given.filter((one) => isIn(ids, one));
  if (ranked.length < given.length || new Set(ranked).size < ranked.length) return refuse('choice');
  const limit = Math.min(top ?? ids.length, ids.length);
  if (ranked.length < limit) return refuse('selection_min', { limit });
  if (ranked.length > limit) return refuse('selection_max', { limit });
  return accept(ranked);
}
