/** What an invitation comes to, for the journey that has made it: told in the transaction in which it happens. */
import type { Kysely } from 'kysely';

import { InvitationStatus } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { InvitationRow } from '../invitations/invitation-rows.ts';
import type { Step } from '../invitations/statuses.ts';

/** Nothing in a journey waits for these: on its way to its person; and at its end, which a journey knows by itself. */
const NO_NEWS: ReadonlySet<InvitationStatus> = new Set([
  'scheduled',
  'sent',
  'delivered',
  'expired',
]);

export interface Change {
  /** As the invitation is now. */
  readonly next: InvitationRow;
  readonly step: Step | null;
}

/** Each status once. It is heard when the clock next looks: whoever changes an invitation never waits for a journey. */
export async function tellJourneys(
  project: string,
  changes: readonly Change[],
  trx: Kysely<Tables>,
): Promise<void> {
  const news = changes.flatMap(({ next: { id, journey_id, status, reason }, step }) => {
    if (journey_id === null || step === null || NO_NEWS.has(status)) return [];
    return {
      project_id: project,
      // Of two that come at the same moment the one that comes first.
      id: `${id}/${InvitationStatus.options.indexOf(status)}`,
      journey_id,
      invitation_id: id,
      status,
      reason,
      due_at: step.at,
    };
  });
  if (news.length === 0) return;
  await trx
    .insertInto('journey_news')
    .values(news)
    .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
    .execute();
}
