/** Who was asked what, and what came of it: put together from what is kept for other reasons. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { Asking } from './judge.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/**
 * Of these people, in one statement. Somebody is asked when a session is opened for a response, or an invitation is
 * sent; an invitation and the response that it has led to are one asking.
 */
export async function readAskings(
  project: string,
  respondents: readonly string[],
  now: Date,
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, readonly Asking[]>> {
  if (respondents.length === 0) return new Map();
  const since = rememberedSince(now);
  const people = sql.join(respondents);
  const { rows } = await sql<Asking & { readonly respondent: string }>`
    with asked as (
      select respondent, survey_id, response_id as thing, created_at as at
      from response_grants
      where project_id = ${project} and respondent in (${people}) and created_at > ${since}
      union all
      select respondent, survey_id, coalesce(response_id, id), (history ->> 'sent')::timestamptz
      from invitations
      where project_id = ${project} and respondent in (${people}) and history ->> 'sent' is not null
        and created_at > ${since}
    ), once as (
      select respondent, survey_id, thing, min(at) as at from asked group by 1, 2, 3
    )
    select once.respondent, once.survey_id as survey, once.at,
      case responses.status when 'completed' then 'submitted' when 'partial' then 'partial'
        when 'dismissed' then 'dismissed' else 'shown' end as outcome,
      coalesce(responses.completed_at, responses.updated_at, once.at) as "outcomeAt"
    from once left join responses
      on responses.project_id = ${project} and responses.id = once.thing`.execute(db);
  return Map.groupBy(rows, ({ respondent }) => respondent);
}

/** No pause is longer: what was before counts for nothing. */
export function rememberedSince(now: Date): string {
  return new Date(now.getTime() - LIMITS.askingDays * MS_PER_DAY).toISOString();
}
