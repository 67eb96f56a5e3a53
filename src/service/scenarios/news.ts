/** What an invitation comes to, for the journey that has made it: told in the transaction in which it happens. */
import type { Kysely } from 'kysely';

import { InvitationStatus } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { InvitationRow } from '../invitations/invitation-rows.ts';

/** On its way to its person: nothing in a journey waits for that. */
const NO_NEWS: ReadonlySet<InvitationStatus> = new Set(['scheduled', 'sent', 'delivered']);

/** Each status once. It is heard when the clock next looks: whoever changes an invitation never waits for a journey. */
export async function tellJourney(
  { project_id, id, journey_id, status, reason }: InvitationRow,
  at: string,
  trx: Kysely<Tables>,
): Promise<void> {
  if (journey_id === null || NO_NEWS.has(status)) return;
  await trx
    .insertInto('journey_news')
    .values({
      project_id,
      // Of two that come at the same moment the one that comes first.
      id: `${id}/${InvitationStatus.options.indexOf(status)}`,
      journey_id,
      invitation_id: id,
      status,
      reason,
      due_at: at,
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
    .execute();
}
