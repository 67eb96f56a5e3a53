/** Does what is due for one invitation: sends it, reminds, or lets it end. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { dutyOf } from './due.ts';
import { findInvitation } from './invitation-rows.ts';
import type { InvitationRow } from './invitation-rows.ts';
import { needOf } from './need.ts';
import { advance } from './progress.ts';
import { addressesOf } from './push-addresses.ts';
import type { InvitationSender } from './sender.ts';

export interface Office {
  readonly sender: InvitationSender;
  readonly versions: VersionCache;
  readonly world: Pick<World, 'now'>;
}

/**
 * @param row locked
 * @returns the row as it is now
 */
export async function attend(
  row: InvitationRow,
  trx: Kysely<Tables>,
  office: Office,
): Promise<InvitationRow> {
  const at = office.world.now().toISOString();
  const ledger = { trx, sender: office.sender };
  switch (dutyOf(row, at)) {
    case 'send':
      return await send(row, at, trx, office);
    case 'remind':
      return await remind(row, at, trx, office);
    case 'expire':
      return await advance(row, { to: 'expired', at }, ledger);
    case null:
      return row;
  }
}

async function send(
  row: InvitationRow,
  at: string,
  trx: Kysely<Tables>,
  { sender, versions }: Office,
): Promise<InvitationRow> {
  const ledger = { trx, sender };
  const need = await needOf(row, at, versions, trx);
  if (need.kind === 'needless') {
    return await advance(row, { to: 'suppressed', at, reason: need.reason }, ledger);
  }
  const hasAddress = (await addressesOf(row, trx)).length > 0;
  if (!hasAddress && !row.channels.includes('link')) {
    return await advance(row, { to: 'suppressed', at, reason: 'no_address' }, ledger);
  }
  const sent = await advance(row, { to: 'sent', at }, ledger);
  if (!hasAddress) return sent;
  await sender.send(jobOf(row, false), trx);
  // Whoever sends may have found that there is no way.
  return (await findInvitation({ project: row.project_id, id: row.id }, trx)) ?? sent;
}

/** Once. Of a link that the customer hands on, it is the customer who reminds. */
async function remind(
  row: InvitationRow,
  at: string,
  trx: Kysely<Tables>,
  { sender, versions }: Office,
): Promise<InvitationRow> {
  const need = await needOf(row, at, versions, trx);
  const hasAddress = (await addressesOf(row, trx)).length > 0;
  if (need.kind === 'needed' && hasAddress) await sender.send(jobOf(row, true), trx);
  return await advance(row, null, { trx, sender }, { reminded_at: at });
}

function jobOf({ project_id: project, id: invitation }: InvitationRow, reminder: boolean) {
  return { project, invitation, reminder };
}
