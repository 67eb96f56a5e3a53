/** What belongs to responses that are deleted goes with them, and nothing of them comes back. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { deleteFiles } from '../files/file-rows.ts';
import { responseHash } from './tombstones.ts';

/** Rows of one INSERT: PostgreSQL takes 65,535 parameters in a statement. */
const TOMBSTONES_AT_ONCE = 5000;

/** The responses themselves are the caller's. A device that still has one is told `erased`, and forgets too. */
export async function forgetResponses(
  project: string,
  responses: readonly string[],
  erasedAt: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await deleteQuarantine(project, responses, trx);
  await deleteAllFiles(project, responses, trx);
  await raiseTombstones(project, responses, erasedAt, trx);
}

async function deleteQuarantine(
  project: string,
  responses: readonly string[],
  trx: Kysely<Tables>,
): Promise<void> {
  for (const some of slices(responses)) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await trx
      .deleteFrom('quarantine')
      .where('project_id', '=', project)
      .where('response_id', 'in', some)
      .execute();
  }
}

async function deleteAllFiles(
  project: string,
  responses: readonly string[],
  trx: Kysely<Tables>,
): Promise<void> {
  for (const some of slices(responses)) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await deleteFiles(project, some, trx);
  }
}

async function raiseTombstones(
  project: string,
  responses: readonly string[],
  erasedAt: string,
  trx: Kysely<Tables>,
): Promise<void> {
  for (const some of slices(responses)) {
    const rows = some.map((response) => ({
      project_id: project,
      response_hash: responseHash(project, response),
      erased_at: erasedAt,
    }));
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await trx
      .insertInto('tombstones')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['project_id', 'response_hash']).doNothing())
      .execute();
  }
}

export function slices(all: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(all.length / TOMBSTONES_AT_ONCE) }, (_, index) =>
    all.slice(index * TOMBSTONES_AT_ONCE, (index + 1) * TOMBSTONES_AT_ONCE),
  );
}
