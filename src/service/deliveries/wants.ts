/** Which destination hears of what: by event, survey, status and condition. */
import type { Selectable } from 'kysely';

import { holds } from '../../engine/index.ts';
import type { Facts } from '../../engine/index.ts';
import type { DestinationRule, Variables } from '../../protocol/index.ts';
import type { NoticesTable } from '../database/types.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { ResponseRow } from '../responses/response-rows.ts';
import type { DestinationRow } from './destination-rows.ts';

export type NoticeRow = Selectable<NoticesTable>;

/** @param response as it is by now; undefined: the notice is about something else, or it was erased */
export function wants(
  { events, rule }: DestinationRow,
  { type, survey_id: survey }: NoticeRow,
  response: ResponseRow | undefined,
): boolean {
  if (!events.includes(type)) return false;
  if (survey !== null && rule.surveys !== undefined && !rule.surveys.includes(survey)) return false;
  if (!type.startsWith('response.') || type === 'response.quarantined') return true;
  return response !== undefined && fits(rule, response);
}

/** By status and condition of a rule. */
export function fits({ statuses, when }: DestinationRule, response: ResponseRow): boolean {
  if (statuses !== undefined && !statuses.includes(response.status)) return false;
  return holds(when, factsOf(response));
}

export function factsOf(response: ResponseRow): Facts {
  return { answers: documentOf(response).answers, variables: response.variables as Variables };
}
