/** The response's row, read for a repair and written by it. */
import type { Kysely, Selectable } from 'kysely';

import type { Correction } from '../../protocol/index.ts';
import type { ResponsesTable, Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';
import type { Grant } from '../responses/grants.ts';
import { newRow } from '../responses/store-revision.ts';
import type { Reviewed } from '../responses/store-revision.ts';
import type { World } from '../world.ts';
import type { QuarantineRow } from './quarantine-rows.ts';

export type StoredRow = Selectable<ResponsesTable>;

/** What a repair is made of. */
export interface Material {
  readonly row: QuarantineRow;
  readonly grant: Grant;
  /** Undefined: there is no response yet. */
  readonly stored: StoredRow | undefined;
  readonly correction: Correction;
}

/** @throws ProblemError `response_foreign` */
export async function lockStored(
  { project, response, survey, respondent }: Grant,
  trx: Kysely<Tables>,
): Promise<StoredRow | undefined> {
  const row = await trx
    .selectFrom('responses')
    .selectAll()
    .where('project_id', '=', project)
    .where('id', '=', response)
    .forUpdate()
    .executeTakeFirst();
  if (row !== undefined && (row.survey_id !== survey || row.respondent !== respondent)) {
    throw new ProblemError('response_foreign');
  }
  return row;
}

/**
 * The writer is the repair and no grant: to every device this is another one's revision, so that the next
 * one that it sends is merged with this and does not replace it unseen.
 */
export async function storeRepaired(
  reviewed: Reviewed,
  { row, grant, stored, correction }: Material,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<void> {
  const version = correction.version ?? stored?.version ?? grant.version;
  const writer: Grant = { ...grant, hash: `repair ${row.id}`, version };
  const { created_at, completed_at, deadline, ...columns } = newRow(reviewed, writer, now());
  if (stored === undefined) {
    const values = { ...columns, created_at, completed_at, deadline };
    await trx.insertInto('responses').values(values).execute();
    return;
  }
  await trx
    .updateTable('responses')
    .set({ ...columns, completed_at: stored.completed_at ?? completed_at ?? null })
    .where('project_id', '=', grant.project)
    .where('id', '=', grant.response)
    .execute();
}
