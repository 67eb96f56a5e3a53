/** Writes down that a token has opened its session, and the grant that came of it. */
import { sql } from 'kysely';
import type { Insertable, QueryCreator } from 'kysely';

import type { ResponseGrantsTable, Tables } from '../database/types.ts';
import type { World } from '../world.ts';
import type { Visit } from './entry.ts';

export type GrantRow = Insertable<ResponseGrantsTable>;

/** Whether it held: not when another request has used the token since the situation was read. */
export async function recordSession(
  visit: Visit,
  grant: GrantRow | null,
  { database, now }: World,
): Promise<boolean> {
  if (visit.situation.used === null) {
    const recorded = await database.writeStatement((db) =>
      grant === null ? spendToken(visit, now(), db) : spendTokenForGrant(visit, grant, now(), db),
    );
    return recorded.length > 0;
  }
  if (grant === null) await database.settle();
  else await database.writeStatement((db) => db.insertInto('response_grants').values(grant));
  return true;
}

/** The grant is made out of the row that spends the token: without the one there is not the other. */
function spendTokenForGrant(visit: Visit, grant: GrantRow, now: Date, db: QueryCreator<Tables>) {
  const columns = Object.keys(grant) as (keyof GrantRow)[];
  return db
    .with('spent', (on) => spendToken(visit, now, on))
    .insertInto('response_grants')
    .columns(columns)
    .expression((on) =>
      on.selectFrom('spent').select(columns.map((column) => sql`${grant[column]}`.as(column))),
    )
    .returning('response_id');
}

function spendToken({ claims, request, survey }: Visit, now: Date, db: QueryCreator<Tables>) {
  return db
    .insertInto('sessions')
    .values({
      project_id: claims.iss,
      jti: claims.jti,
      survey_id: survey,
      response_id: request.responseId,
      created_at: now.toISOString(),
      expires_at: new Date(claims.exp * 1000).toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'jti']).doNothing())
    .returning('response_id');
}
