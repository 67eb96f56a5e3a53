import type { Kysely } from 'kysely';

import type { DiscardRequest, QuarantinedResponse } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { World } from '../world.ts';
import { holdQuarantined } from './quarantine-rows.ts';
import { settle } from './settle.ts';
import type { Case } from './settle.ts';

/** Deletes a payload. That it was there, who deleted it, when and why stays. */
export async function discard(
  { project, id, by }: Case,
  { reason }: DiscardRequest,
  trx: Kysely<Tables>,
  world: World,
): Promise<QuarantinedResponse> {
  const row = await holdQuarantined(project, id, trx);
  return await settle(row, { by, note: reason, repair: null }, trx, world);
}
