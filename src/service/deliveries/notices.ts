/**
 * What destinations are to be told, written down in the transaction in which it happens: it is told if and only if that
 * holds. To whom, and what of it, is found out afterwards (fan-out.ts), so that whoever answers waits for none of it.
 */
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';

import type { DeliveryEvent, InvitationStatus, ResponseStatus } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { DeliveryFacts, Tables } from '../database/types.ts';

export interface Notice {
  readonly type: DeliveryEvent;
  readonly subject: string;
  readonly survey: string | null;
  readonly respondent: string | null;
  readonly sequence: number;
  readonly at: string;
  readonly facts?: DeliveryFacts;
}

const NOTICE = {
  type: 'text',
  subject: 'text',
  survey_id: 'text',
  respondent: 'text',
  sequence: 'integer',
  facts: 'jsonb',
  at: 'timestamptz',
} as const;

/** Nothing is written for what no destination of the project wants. */
export async function notify(
  project: string,
  notices: readonly Notice[],
  trx: Kysely<Tables>,
): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ type, subject, survey, respondent, sequence, at, facts = {} }) => ({
    type,
    subject,
    survey_id: survey,
    respondent,
    sequence,
    facts: toJson(facts),
    at,
  }));
  await sql`
    insert into notices
      (project_id, id, type, subject, survey_id, respondent, sequence, facts, at, due_at)
    select ${project}, type || '/' || subject, type, subject, survey_id, respondent, sequence, facts,
      at, at
    from ${recordSet(NOTICE, rows)} given
    where ${isWanted(sql`${project}`, sql`given.type`)}
    order by type, subject
    ${NEWEST}`.execute(trx);
}

/** Whether some destination of the project wants to hear of it. */
function isWanted(project: RawBuilder<unknown>, type: RawBuilder<unknown>) {
  return sql`exists (
    select 1 from destinations
    where destinations.project_id = ${project} and destinations.events @> to_jsonb(${type}::text)
  )`;
}

/** Of several things of one kind about one subject that nobody has looked at yet, the last is told. */
const NEWEST = sql`on conflict (project_id, id) do update set
  sequence = excluded.sequence, facts = excluded.facts, at = excluded.at, due_at = excluded.due_at`;

export interface ToldResponse {
  readonly id: string;
  readonly survey: string;
  readonly respondent: string | null;
  readonly status: ResponseStatus;
  readonly revision: number;
  /** Whether no revision of it was stored before. */
  readonly isNew: boolean;
}

export function responseNotices(response: ToldResponse, at: string): Notice[] {
  const { id: subject, survey, respondent, status, revision: sequence, isNew } = response;
  const types: DeliveryEvent[] = [
    ...(isNew ? ['response.started' as const] : []),
    status === 'completed' ? 'response.completed' : 'response.partial',
  ];
  return types.map((type) => ({ type, subject, survey, respondent, sequence, at }));
}

/** Of the rows `stored` of a statement, each the first revision of its response. */
export function noticesOfFirst(project: string): RawBuilder<never> {
  return sql<never>`(
    insert into notices
      (project_id, id, type, subject, survey_id, respondent, sequence, facts, at, due_at)
    select ${project}, type || '/' || id, type, id, survey_id, respondent, revision, '{}'::jsonb,
      created_at, created_at
    from stored cross join lateral (
      values ('response.started'),
        (case status when 'completed' then 'response.completed' else 'response.partial' end)
    ) as kinds(type)
    where ${isWanted(sql`${project}`, sql`type`)}
    order by type, id
    ${NEWEST}
  )`;
}

export interface ToldInvitation {
  readonly id: string;
  readonly survey_id: string;
  readonly respondent: string;
  readonly status: InvitationStatus;
  readonly reason: string | null;
  readonly history: object;
}

/** Null: whoever has made it knows that it is there. */
export function invitationNotice(row: ToldInvitation, at: string): Notice | null {
  const { id, survey_id, respondent, status, reason, history } = row;
  if (status === 'scheduled') return null;
  return {
    type: `invitation.${status}`,
    subject: id,
    survey: survey_id,
    respondent,
    sequence: Object.keys(history).length,
    at,
    facts: { status, reason },
  };
}
