/** The rows of responses that no device has sent before, each under its grant. */
import type { Insertable, QueryCreator } from 'kysely';

import type { Database } from '../database/database.ts';
import { firstOfEach } from '../database/gathered.ts';
import { recordSet } from '../database/record-set.ts';
import type { ColumnTypes } from '../database/record-set.ts';
import type { ResponsesTable, Tables } from '../database/types.ts';
import { noticesOfFirst } from '../deliveries/notices.ts';
import { responseHash } from '../respondents/tombstones.ts';

export type ResponseRow = Insertable<ResponsesTable>;

/** Whether each of them was stored: not where something stands against it that needs locks to be judged. */
export async function insertRows(
  project: string,
  rows: readonly ResponseRow[],
  database: Pick<Database, 'writeStatement'>,
): Promise<boolean[]> {
  const first = firstOfEach(rows, ({ id }) => id);
  const inserted = await database.writeStatement((db) =>
    insertUnderGrants(project, [...first.values()], db),
  );
  const ids = new Set(inserted.map(({ id }) => id));
  return rows.map((row) => ids.has(row.id) && first.get(row.id) === row);
}

const COLUMNS: ColumnTypes<ResponseRow> = {
  project_id: 'text',
  id: 'text',
  survey_id: 'text',
  version: 'integer',
  respondent: 'text',
  status: 'text',
  revision: 'integer',
  writer: 'text',
  document: 'jsonb',
  content_hash: 'text',
  questions: 'jsonb',
  variables: 'jsonb',
  page_context: 'jsonb',
  deadline: 'timestamptz',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  completed_at: 'timestamptz',
};

type Offered = ResponseRow & { readonly tombstone: string };

/**
 * Stores nothing where there is a row, a tombstone, or another respondent in the grant than the one that was
 * read. An erasure takes the respondent out of the grant: this statement waits for one under way and then
 * finds nobody; one that begins later waits for the lock, and then finds the row.
 */
function insertUnderGrants(
  project: string,
  rows: readonly ResponseRow[],
  db: QueryCreator<Tables>,
) {
  const columns = Object.keys(COLUMNS) as (keyof ResponseRow)[];
  const offered = rows.map((row) => ({ ...row, tombstone: responseHash(project, row.id) }));
  return db
    .with('offered', () => recordSet<Offered>({ ...COLUMNS, tombstone: 'text' }, offered))
    .with('held', (on) =>
      on
        .selectFrom('response_grants')
        .innerJoin('offered', 'offered.writer', 'response_grants.hash')
        .select('hash')
        .where('response_grants.project_id', '=', project)
        .whereRef('response_grants.respondent', 'is not distinct from', 'offered.respondent')
        // Here and below in one order in every statement: two of them cannot wait for each other.
        .orderBy('hash')
        .forShare('response_grants'),
    )
    .with('stored', (on) =>
      on
        .insertInto('responses')
        .columns(columns)
        .expression((from) =>
          from
            .selectFrom('offered')
            .innerJoin('held', 'held.hash', 'offered.writer')
            .select(columns.map((column) => `offered.${column}` as const))
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('tombstones')
                    .select('response_hash')
                    .where('tombstones.project_id', '=', project)
                    .whereRef('response_hash', '=', 'offered.tombstone'),
                ),
              ),
            )
            .orderBy('offered.id'),
        )
        .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
        .returning(['id', 'survey_id', 'respondent', 'status', 'revision', 'created_at']),
    )
    .with('told', () => noticesOfFirst(project))
    .selectFrom('stored')
    .select('id');
}
