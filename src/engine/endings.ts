/** What is said at the end. */
import type { Ending, SurveyContent } from '../protocol/index.ts';
import { holds } from './condition.ts';
import type { Facts } from './facts.ts';
import { walk } from './way.ts';

/** An ending, or what is said where none is meant. */
export type Farewell = Ending | SurveyContent['thanks'];

/**
 * The ending that the last "go to" has named; else the first whose condition holds. One without a
 * condition is for those who are sent to it, and for nobody else.
 */
export function endingOf(content: SurveyContent, given: Facts): Farewell {
  const { endings = [], thanks } = content;
  if (endings.length === 0) return thanks;
  const { ending, facts } = walk(content, given);
  const meant =
    endings.find(({ id }) => id === ending) ??
    endings.find((one) => one.if !== undefined && holds(one.if, facts));
  return meant ?? thanks;
}
