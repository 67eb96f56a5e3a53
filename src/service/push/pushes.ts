/** What each device was sent: so that it is sent once, and can be taken back. */
import type { Kysely, Selectable } from 'kysely';

import type { PushesTable, Tables } from '../database/types.ts';
import type { KnownAddress } from '../invitations/push-addresses.ts';
import type { InvitationJob } from '../invitations/sender.ts';
import type { World } from '../world.ts';

export type PushState = PushesTable['state'];
export type PushRow = Selectable<PushesTable>;

export interface PushKey extends InvitationJob {
  /** The hash of its address. */
  readonly address: string;
  readonly reminder: boolean;
}

/** False: this device has one already. */
export async function addPush(
  { project, invitation, reminder }: InvitationJob & { readonly reminder: boolean },
  { hash, channel }: Pick<KnownAddress, 'hash' | 'channel'>,
  state: PushState,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<boolean> {
  const added = await trx
    .insertInto('pushes')
    .values({
      project_id: project,
      invitation_id: invitation,
      address_hash: hash,
      reminder,
      channel,
      state,
      updated_at: now().toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('state')
    .execute();
  return added.length > 0;
}

export async function findPush(
  { project, invitation, address, reminder }: PushKey,
  db: Kysely<Tables>,
): Promise<PushRow | undefined> {
  return await db
    .selectFrom('pushes')
    .selectAll()
    .where('project_id', '=', project)
    .where('invitation_id', '=', invitation)
    .where('address_hash', '=', address)
    .where('reminder', '=', reminder)
    .executeTakeFirst();
}

export async function pushesOf(
  { project, invitation }: InvitationJob,
  db: Kysely<Tables>,
): Promise<PushRow[]> {
  return await db
    .selectFrom('pushes')
    .selectAll()
    .where('project_id', '=', project)
    .where('invitation_id', '=', invitation)
    .orderBy('address_hash')
    .execute();
}

export async function markPush(
  { project, invitation, address, reminder }: PushKey,
  state: PushState,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<void> {
  await trx
    .updateTable('pushes')
    .set({ state, updated_at: now().toISOString() })
    .where('project_id', '=', project)
    .where('invitation_id', '=', invitation)
    .where('address_hash', '=', address)
    .where('reminder', '=', reminder)
    .execute();
}
