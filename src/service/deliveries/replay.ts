/** What is sent once more because somebody wants it to be, under the same id. */
import type { Kysely } from 'kysely';

import type { ReplayRequest } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { newId } from '../identifiers.ts';
import type { World } from '../world.ts';
import type { DeliveryRow } from './delivery-rows.ts';
import { addErrand } from './errands.ts';

/** Counted from the beginning again; and what the other side has taken is done again. */
const ONCE_MORE = { status: 'pending', failures: 0, reason: null, effects: toJson({}) } as const;

export async function replayOne(
  project: string,
  id: string,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<DeliveryRow | undefined> {
  const at = now().toISOString();
  return await trx
    .updateTable('deliveries')
    .set({ ...ONCE_MORE, due_at: at, updated_at: at })
    .where('project_id', '=', project)
    .where('id', '=', id)
    // What is under way comes to its end by itself.
    .where('begun_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** @returns how many */
export async function replayMany(
  project: string,
  destination: string,
  { since, until, which = 'failed' }: ReplayRequest,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<number> {
  const at = now().toISOString();
  let rows = trx
    .updateTable('deliveries')
    .set({ ...ONCE_MORE, due_at: at, updated_at: at })
    .where('project_id', '=', project)
    .where('destination_id', '=', destination)
    .where('begun_at', 'is', null)
    .where('status', 'in', which === 'failed' ? ['failed'] : ['failed', 'delivered']);
  if (since !== undefined) rows = rows.where('occurred_at', '>=', since);
  if (until !== undefined) rows = rows.where('occurred_at', '<', until);
  const { numUpdatedRows } = await rows.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export async function sendTest(
  project: string,
  destination: string,
  trx: Kysely<Tables>,
  world: Pick<World, 'now' | 'randomBytes'>,
): Promise<string> {
  const told = { type: 'otklik.test', subject: newId('tst', world), sequence: 1 } as const;
  return await addErrand({ project, destination, now: world.now().toISOString() }, told, trx);
}
