/** Deliveries that come from no notice: to be done now, once for the same one. */
import type { Kysely } from 'kysely';

import { toJson } from '../database/json.ts';
import type { DeliveryFacts, Tables } from '../database/types.ts';
import { deliveryId } from './delivery-rows.ts';
import type { DeliveryRow } from './delivery-rows.ts';

export interface Commission {
  readonly project: string;
  readonly destination: string;
  /** RFC 3339. */
  readonly now: string;
}

/** @returns its id */
export async function addErrand(
  { project, destination, now }: Commission,
  told: Pick<DeliveryRow, 'type' | 'subject' | 'sequence'>,
  trx: Kysely<Tables>,
  facts: DeliveryFacts = {},
): Promise<string> {
  const id = deliveryId(destination, told);
  await trx
    .insertInto('deliveries')
    .values({
      project_id: project,
      id,
      destination_id: destination,
      ...told,
      survey_id: null,
      respondent: null,
      facts: toJson(facts),
      occurred_at: now,
      status: 'pending',
      attempts: 0,
      failures: 0,
      effects: toJson({}),
      due_at: now,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
    .execute();
  return id;
}
