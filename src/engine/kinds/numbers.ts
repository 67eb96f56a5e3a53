/** Numbers, and sliders that give them. */
import type { QuestionOf } from '../../protocol/index.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { isList } from './given.ts';
import type { Given } from './judge.ts';
import { onGrid } from './grid.ts';

/** A device that could make no number of what was typed sends the text itself. */
export function number({ step, min, max }: QuestionOf<'number'>, given: Given): Verdict {
  if (typeof given === 'string') return refuse('number');
  return within(given, { origin: 0, step, min, max });
}

/** Steps begin at `min`; of 1, unless the survey says otherwise. */
export function slider({ min, max, step = 1, range }: QuestionOf<'slider'>, given: Given): Verdict {
  const scale = { origin: min, step, min, max };
  if (range !== true) return within(given, scale);
  if (!isList(given) || given.length !== 2) return refuse('type');
  const [low, high] = [within(given[0], scale), within(given[1], scale)];
  if (!low.ok) return low;
  if (!high.ok) return high;
  // Each alone was accepted as a number.
  const ends: [number, number] = [Number(low.value), Number(high.value)];
  return ends[0] <= ends[1] ? accept(ends) : refuse('type');
}

interface Scale {
  /** Where the steps begin. */
  readonly origin: number;
  readonly step: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

function within(given: unknown, { origin, step, min, max }: Scale): Verdict {
  if (typeof given !== 'number') return refuse('type');
  if (!Number.isFinite(given)) return refuse('number');
  const value = step === undefined ? given : onGrid(given, origin, step);
  const judged = value ?? given;
  if (min !== undefined && judged < min) return refuse('too_small', { limit: min });
  if (max !== undefined && judged > max) return refuse('too_large', { limit: max });
  // -0 and 0 are one answer.
  return value === null ? refuse('step', { limit: step ?? 0 }) : accept(value + 0);
}
