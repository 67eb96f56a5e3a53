/** What waits for somebody in the app or on the page: invitations that nothing carries to them. */
import { sql } from 'kysely';

import { UNFOLLOWED } from '../invitations/answered.ts';
import type { World } from '../world.ts';

export interface Person {
  readonly project: string;
  readonly respondent: string;
}

/** The id of the one that has waited the longest; undefined: there is none. One that was begun goes on. */
export async function findWaiting(
  { project, respondent }: Person,
  { database, now }: World,
): Promise<string | undefined> {
  const row = await database.db
    .selectFrom('invitations')
    .select('id')
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .where(sql<boolean>`channels @> '["in-app"]'::jsonb`)
    .where('status', 'in', [...UNFOLLOWED, 'started'])
    .where('expires_at', '>', now().toISOString())
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}
