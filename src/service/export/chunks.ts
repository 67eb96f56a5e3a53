/** Responses a chunk at a time, each by its own short query: nothing is held open for a slow reader. */
import type { Kysely } from 'kysely';

import type { Position } from '../cursor.ts';
import type { Tables } from '../database/types.ts';
import { positionOf, readResponses } from '../responses/response-query.ts';
import type { ResponseFilter } from '../responses/response-query.ts';
import type { ResponseRow } from '../responses/response-rows.ts';

const ROWS_AT_ONCE = 200;

export async function* responseChunks(
  project: string,
  filter: ResponseFilter,
  db: Kysely<Tables>,
): AsyncGenerator<readonly ResponseRow[]> {
  let after: Position | undefined;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each chunk begins where the one before ended
    const rows = await readResponses(project, filter, { after, limit: ROWS_AT_ONCE }, db);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    after = positionOf(last);
  }
}
