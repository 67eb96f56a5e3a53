/** Cards of a CRM that are to be read: an errand like any other, so that it keeps the CRM's pace and stands in the log. */
import type { Kysely } from 'kysely';

import type { DeliveryFacts, Tables } from '../../database/types.ts';
import { addErrand } from '../errands.ts';
import type { Commission } from '../errands.ts';

export interface ReadingOrder extends Commission {
  readonly hook: string;
}

/** Once for each card, until it has been read: then anew. */
export async function orderReading(
  order: ReadingOrder,
  cards: readonly string[],
  trx: Kysely<Tables>,
): Promise<void> {
  for (const card of cards) {
    // oxlint-disable-next-line no-await-in-loop -- mostly one
    await add(order, `${order.hook}/${card}`, { hook: order.hook }, trx);
  }
}

/** All that have changed since. */
export async function orderReconciling(
  order: ReadingOrder,
  since: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await add(order, `${order.hook}/${order.now}`, { hook: order.hook, since }, trx);
}

async function add(
  order: ReadingOrder,
  subject: string,
  facts: DeliveryFacts,
  trx: Kysely<Tables>,
): Promise<void> {
  const sequence = Date.parse(order.now) % 2 ** 31;
  await addErrand(order, { type: 'otklik.fetch', subject, sequence }, trx, facts);
}
