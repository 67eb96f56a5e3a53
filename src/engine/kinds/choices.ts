/** One choice, or several. */
import type { QuestionOf } from '../../protocol/index.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { isIn, isList } from './given.ts';
import type { Given } from './judge.ts';

export function single({ choices }: QuestionOf<'single'>, given: Given): Verdict {
  if (typeof given !== 'string') return refuse('type');
  return choices.some(({ id }) => id === given) ? accept(given) : refuse('choice');
}

export function multiple({ choices, min, max }: QuestionOf<'multiple'>, given: Given): Verdict {
  if (!isList(given)) return refuse('type');
  const ids = choices.map(({ id }) => id);
  if (!given.every((one) => isIn(ids, one))) return refuse('choice');
  const chosen = choices.filter(({ id }) => given.includes(id));
  if (chosen.some(({ exclusive }) => exclusive === true)) {
    return chosen.length === 1 ? accept(idsOf(chosen)) : refuse('exclusive');
  }
  if (min !== undefined && chosen.length < min) return refuse('selection_min', { limit: min });
  if (max !== undefined && chosen.length > max) return refuse('selection_max', { limit: max });
  return accept(idsOf(chosen));
}

function idsOf(chosen: readonly { readonly id: string }[]): string[] {
  return chosen.map(({ id }) => id);
}
