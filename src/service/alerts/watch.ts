/**
 * Looks at what is watched, each alert twice a minute, by one node or another. Where an alert begins or ends is
 * written down together with the jobs that tell it: each is told once.
 */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { DueRows, oneByOne } from '../operation/due-rows.ts';
import type { AlertRow } from './alert-rows.ts';
import type { AlertOffice } from './alerts.ts';
import { look } from './conditions.ts';
import type { Finding } from './conditions.ts';
import { tell } from './telling.ts';

const LOOK_EVERY_MS = 30_000;

export function alertWatch(office: AlertOffice): DueRows<AlertRow> {
  return new DueRows(
    {
      table: 'alerts',
      what: 'an alert',
      attend: oneByOne((row: AlertRow, trx) => attend(row, trx, office)),
    },
    office.world,
  );
}

async function attend(row: AlertRow, trx: Kysely<Tables>, office: AlertOffice): Promise<void> {
  const now = office.world.now();
  const finding = await look(row.condition, { project: row.project_id, now, db: trx });
  const next = { ...row, ...standing(row, finding, now) };
  const { state, since, found } = next;
  await trx
    .updateTable('alerts')
    .set({
      state,
      since,
      found,
      looked_at: now.toISOString(),
      due_at: new Date(now.getTime() + LOOK_EVERY_MS).toISOString(),
    })
    .where('project_id', '=', row.project_id)
    .where('id', '=', row.id)
    .execute();
  if (state === row.state) return;
  const type = state === 'raised' ? 'alert.raised' : 'alert.cleared';
  await tell(next, { type, found: finding.found }, trx, office);
}

function standing(
  { state, since }: AlertRow,
  { isBad, found }: Finding,
  now: Date,
): Pick<AlertRow, 'state' | 'since' | 'found'> {
  const next = isBad ? 'raised' : 'quiet';
  return { state: next, since: next === state ? since : now.toISOString(), found };
}
