/** Cards of a CRM that are to be read: an errand like any other, so that it keeps the CRM's pace and stands in the log. */
import type { Kysely } from 'kysely';

import { toJson } from '../../database/json.ts';
import type { DeliveryFacts, Tables } from '../../database/types.ts';
import { deliveryId } from '../delivery-rows.ts';

export interface ReadingOrder {
  readonly project: string;
  readonly destination: string;
  readonly hook: string;
  readonly now: string;
}

/** Once for each card, until it has been read: then anew. */
export async function orderReading(
  order: ReadingOrder,
  cards: readonly string[],
  trx: Kysely<Tables>,
): Promise<void> {
  for (const card of cards) {
    // oxlint-disable-next-line no-await-in-loop -- mostly one
    await insert(order, `${order.hook}/${card}`, { hook: order.hook }, trx);
  }
}

/** All that have changed since. */
export async function orderReconciling(
  order: ReadingOrder,
  since: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await insert(order, `${order.hook}/${order.now}`, { hook: order.hook, since }, trx);
}

async function insert(
  { project, destination, now }: ReadingOrder,
  subject: string,
  facts: DeliveryFacts,
  trx: Kysely<Tables>,
): Promise<void> {
  const told = { type: 'otklik.fetch', subject, sequence: Date.parse(now) % 2 ** 31 } as const;
  await trx
    .insertInto('deliveries')
    .values({
      project_id: project,
      id: deliveryId(destination, told),
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
}
