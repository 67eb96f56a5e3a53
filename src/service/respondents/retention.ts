/** Responses whose time is over are deleted by themselves, with all that belongs to them. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { forgetAbout } from '../deliveries/erasure.ts';
import { toJson } from '../database/json.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { forgetResponses } from './forget-responses.ts';

export function retentionHandlers(): Pick<PrivateHandlers, 'getRetention' | 'putRetention'> {
  return {
    getRetention: async ({ project, params, db }) => {
      const row = await db
        .selectFrom('surveys')
        .select('retention_days')
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('survey_unknown');
      return { days: row.retention_days };
    },
    putRetention: async ({ project, params, body, db }) => {
      const row = await db
        .updateTable('surveys')
        .set({ retention_days: body.days })
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('survey_unknown');
      return body;
    },
  };
}

const AT_ONCE = 500;
const MS_PER_DAY = 24 * 60 * 60_000;

interface Limited {
  readonly project_id: string;
  readonly id: string;
  readonly retention_days: number | null;
}

/** By the hour. A stretch at a time, so that it holds up nobody. */
export async function sweepResponses({
  database,
  now,
}: Pick<World, 'database' | 'now'>): Promise<void> {
  const surveys = await database.db
    .selectFrom('surveys')
    .select(['project_id', 'id', 'retention_days'])
    .where('retention_days', 'is not', null)
    .execute();
  for (const survey of surveys) {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one stretch after the other
      const deleted = await database.write((trx) => deleteSome(survey, now(), trx));
      if (deleted < AT_ONCE) break;
    }
  }
}

/**
 * The grants come first, as in an erasure: whoever is writing one of them has done so by the time that it is ours, and
 * has made it younger.
 */
async function deleteSome(
  { project_id: project, id: survey, retention_days: days }: Limited,
  now: Date,
  trx: Kysely<Tables>,
): Promise<number> {
  const until = new Date(now.getTime() - (days ?? 0) * MS_PER_DAY).toISOString();
  const over = sql<boolean>`response_id in (
    select id from responses
    where project_id = ${project} and survey_id = ${survey} and updated_at < ${until}
    order by updated_at limit ${AT_ONCE}
  )`;
  await trx
    .updateTable('response_grants')
    .set({ respondent: null, variables: toJson({}) })
    .where('project_id', '=', project)
    .where(over)
    .execute();
  const { rows } = await sql<{ readonly id: string }>`
    delete from responses
    where project_id = ${project} and id in (
      select id from responses
      where project_id = ${project} and survey_id = ${survey} and updated_at < ${until}
      order by updated_at limit ${AT_ONCE} for update
    )
    returning id`.execute(trx);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await forgetResponses(project, ids, now.toISOString(), trx);
  await forgetAbout(project, ids, trx);
  return ids.length;
}
