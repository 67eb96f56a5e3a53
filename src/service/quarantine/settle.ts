/** The end of a payload in quarantine: what is left of it, and what becomes of the files that it held. */
import type { Kysely } from 'kysely';

import type { QuarantinedResponse, Settlement } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { World } from '../world.ts';
import { quarantinedOf } from './quarantine-rows.ts';
import type { QuarantineRow } from './quarantine-rows.ts';

/** One of them, and who settles it. */
export interface Case {
  readonly project: string;
  readonly id: string;
  /** The id of an API key, or `root`. */
  readonly by: string;
}

/** Repaired, the payload stays as it came, as the evidence of what was changed; discarded, nothing of it does. */
export async function settle(
  row: QuarantineRow,
  { by, note, repair }: Pick<Settlement, 'by' | 'note' | 'repair'>,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<QuarantinedResponse> {
  const at = now().toISOString();
  const isDiscarded = repair === null;
  const settled = await trx
    .updateTable('quarantine')
    .set({
      state: isDiscarded ? 'discarded' : 'repaired',
      settled: toJson({ at, by, note, repair }),
      ...(isDiscarded && { payload: toJson({}), errors: toJson([]) }),
    })
    .where('project_id', '=', row.project_id)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await judgeFilesAgain(row, at, trx);
  return quarantinedOf(settled);
}

/** Files that were kept because of this payload are looked at again by the next upkeep. */
async function judgeFilesAgain(
  { project_id, response_id }: QuarantineRow,
  at: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .updateTable('files')
    .set({ expires_at: at })
    .where('project_id', '=', project_id)
    .where('response_id', '=', response_id)
    .where('expires_at', 'is', null)
    .execute();
}
