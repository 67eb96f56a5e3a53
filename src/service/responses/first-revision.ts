/**
 * What most submissions are: one response that no device has sent before. It is read and judged without a
 * transaction, and stored by one statement that looks again whether all still is as it was judged.
 */
import { sql } from 'kysely';
import type { QueryCreator } from 'kysely';

import type { Tables } from '../database/types.ts';
import { tombstone } from '../respondents/tombstones.ts';
import { examine } from './examination.ts';
import { readGrant } from './grants.ts';
import type { Grant } from './grants.ts';
import { receiptFor } from './items.ts';
import type { Item } from './items.ts';
import { isExpired, refusalOf } from './judge-item.ts';
import type { Bench, Judgement } from './judge-item.ts';
import { newRow } from './store-revision.ts';
import type { Reviewed } from './store-revision.ts';

/** Undefined, and nothing done: it has to be judged in a transaction, under locks. */
export async function storeFirstRevision(
  item: Item,
  { origin, versions, world }: Omit<Bench, 'trx'>,
): Promise<Judgement | undefined> {
  const { db } = world.database;
  const grant = item.address === null ? undefined : await readGrant(item.address, db);
  if (grant === undefined || refusalOf(item, grant, origin) !== null || isExpired(grant, world)) {
    return undefined;
  }
  const { reviewed } = await examine(item, grant, { versions, db });
  // A device that names a revision has seen a row.
  if (reviewed === undefined || reviewed.submission.base > 0) return undefined;
  const stored = await world.database.writeStatement((on) =>
    insertUnderGrant(reviewed, grant, world.now(), on),
  );
  if (stored.length === 0) return undefined;
  return { receipt: receiptFor(item, { result: 'stored' }), project: grant.project };
}

/**
 * Stores nothing when there is a row, a tombstone, or another respondent in the grant than the one that was
 * read. An erasure takes the respondent out of the grant: this statement waits for one under way and then
 * finds nobody; one that begins later waits for the lock, and then finds the row.
 */
function insertUnderGrant(reviewed: Reviewed, grant: Grant, now: Date, db: QueryCreator<Tables>) {
  const row = newRow(reviewed, grant, now);
  const columns = Object.keys(row) as (keyof typeof row)[];
  return db
    .with('held', (on) =>
      on
        .selectFrom('response_grants')
        .select('hash')
        .where('project_id', '=', grant.project)
        .where('hash', '=', grant.hash)
        .where('respondent', 'is not distinct from', grant.respondent)
        .forShare(),
    )
    .insertInto('responses')
    .columns(columns)
    .expression((on) =>
      on
        .selectFrom('held')
        .select(columns.map((column) => sql`${row[column]}`.as(column)))
        .where(({ not, exists }) => not(exists(tombstone(grant.project, grant.response, db)))),
    )
    .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
    .returning('id');
}
