/** Days and times of day. Both are texts that sort by time. */
import type { QuestionOf } from '../../protocol/index.ts';
import { isCalendarDate } from '../calendar.ts';
import { variableOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { TODAY } from '../variables.ts';
import type { Given } from './judge.ts';

export function date(
  { min, max }: QuestionOf<'date'>,
  given: Given,
  facts: Facts | undefined,
): Verdict {
  if (typeof given !== 'string') return refuse('type');
  const day = given.trim();
  if (!isCalendarDate(day)) return refuse('date');
  return between(day, dayOf(min, facts), dayOf(max, facts));
}

/** The day that the service has named when the response began; before that is known there is no limit. */
function dayOf(limit: string | undefined, facts: Facts | undefined): string | undefined {
  if (limit !== TODAY) return limit;
  const today = facts === undefined ? null : variableOf(facts, TODAY);
  return typeof today === 'string' ? today : undefined;
}

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export function time({ min, max }: QuestionOf<'time'>, given: Given): Verdict {
  if (typeof given !== 'string') return refuse('type');
  const clock = given.trim();
  return CLOCK.test(clock) ? between(clock, min, max) : refuse('time');
}

function between(moment: string, min: string | undefined, max: string | undefined): Verdict {
  if (min !== undefined && moment < min) return refuse('too_early', { limit: min });
  if (max !== undefined && moment > max) return refuse('too_late', { limit: max });
  return accept(moment);
}
