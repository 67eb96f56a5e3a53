/** Bitrix24 sends nothing twice: it is asked now and then what was missed. What is known already is no second event. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { orderReconciling } from '../deliveries/cards/order-reading.ts';
import { DueRows, oneByOne } from '../operation/due-rows.ts';
import type { World } from '../world.ts';
import { reconciliationAfter } from './hooks.ts';
import type { HookRow } from './hooks.ts';

/** Two clocks may differ, and a card may be written down later than it says. */
const OVERLAP_MS = 5 * 60_000;

export function reconciliation(world: World): DueRows<HookRow> {
  const attend = oneByOne((hook: HookRow, trx) => order(hook, trx, world.now()));
  return new DueRows<HookRow>({ table: 'hooks', what: 'a CRM', attend }, world);
}

async function order(hook: HookRow, trx: Kysely<Tables>, now: Date): Promise<void> {
  const { project_id: project, id, mapping, read_until: until } = hook;
  const next = reconciliationAfter(mapping, now);
  if (mapping !== null && next !== null) {
    const from = until === null ? now.getTime() : Date.parse(until);
    const since = new Date(from - OVERLAP_MS).toISOString();
    const { destination } = mapping;
    await orderReconciling({ project, destination, hook: id, now: now.toISOString() }, since, trx);
  }
  await trx
    .updateTable('hooks')
    .set({ due_at: next, read_until: now.toISOString() })
    .where('project_id', '=', project)
    .where('id', '=', id)
    .execute();
}
