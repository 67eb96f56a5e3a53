/**
 * What is new or changed since the last time, in the order of the changes. A change counts by the time at which its
 * transaction began to be written, and can be seen only when that has held; so the last moments are left for the next
 * time, for longer than a transaction takes. Nothing is skipped; what changes again comes again, under a higher revision.
 */
import type { Kysely } from 'kysely';

import { beyond, decodeCursor, encodeCursor } from '../cursor.ts';
import type { Position } from '../cursor.ts';
import type { Tables } from '../database/types.ts';
import { RESPONSE_COLUMNS, responseOf } from '../responses/response-rows.ts';
import type { World } from '../world.ts';

/** No transaction takes so long, and no two clocks differ by as much. */
export const SETTLED_MS = 2 * 60_000;
const ROWS_AT_ONCE = 500;
/** Of one request: a reader gets a cursor now and then. */
const ROWS_MAX = 100_000;
const BEGINNING: Position = { time: '1970-01-01T00:00:00.000Z', id: '' };

export async function* changesSince(
  project: string,
  {
    survey,
    cursor,
  }: { readonly survey?: string | undefined; readonly cursor?: string | undefined },
  { database, now }: World,
): AsyncGenerator<readonly unknown[]> {
  const until = new Date(now().getTime() - SETTLED_MS).toISOString();
  let after = cursor === undefined ? BEGINNING : decodeCursor(cursor);
  for (let read = 0; read < ROWS_MAX;) {
    // oxlint-disable-next-line no-await-in-loop -- each chunk begins where the one before ended
    const rows = await chunk(project, survey, after, until, database.db);
    read += rows.length;
    const last = rows.at(-1);
    if (last !== undefined) {
      yield rows.map(responseOf);
      after = { time: last.updated_at, id: last.id };
    }
    if (rows.length < ROWS_AT_ONCE) break;
  }
  yield [{ next: encodeCursor(after) }];
}

async function chunk(
  project: string,
  survey: string | undefined,
  after: Position,
  until: string,
  db: Kysely<Tables>,
) {
  let rows = db
    .selectFrom('responses')
    .select(RESPONSE_COLUMNS)
    .where('project_id', '=', project)
    .where('updated_at', '<', until)
    .where(beyond(after, { time: 'updated_at', id: 'id' }, 'asc'));
  if (survey !== undefined) rows = rows.where('survey_id', '=', survey);
  return await rows.orderBy('updated_at').orderBy('id').limit(ROWS_AT_ONCE).execute();
}
