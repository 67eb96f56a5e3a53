/** What a response says is said about its invitation too, in the same transaction. */
import type { Kysely } from 'kysely';

import type { InvitationStatus, ResponseStatus, Variables } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { World } from '../world.ts';
import { isSameOccasion, UNFOLLOWED } from './answered.ts';
import type { InvitationRow } from './invitation-rows.ts';
import { advance } from './progress.ts';
import type { InvitationSender } from './sender.ts';

export interface Followed {
  readonly project: string;
  readonly response: string;
  readonly survey: string;
  readonly respondent: string | null;
}

const STEPS: Readonly<Record<ResponseStatus, InvitationStatus>> = {
  partial: 'started',
  completed: 'completed',
  dismissed: 'dismissed',
};

/**
 * Those that have led to it: two may have, where somebody was asked about the same order twice. And once it is
 * complete, those that nobody has followed, because the same was said on another way: their notification is
 * taken back.
 */
export async function followResponse(
  followed: Followed,
  { status, variables }: { readonly status: ResponseStatus; readonly variables: Variables },
  trx: Kysely<Tables>,
  { sender, world }: { readonly sender: InvitationSender; readonly world: Pick<World, 'now'> },
): Promise<void> {
  const { response } = followed;
  const step = { to: STEPS[status], at: world.now().toISOString() };
  for (const row of await lockConcerned(followed, trx)) {
    const isOtherWay = row.response_id === null;
    if (isOtherWay && (status !== 'completed' || !isSameOccasion(row, variables))) continue;
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await advance(row, step, { trx, sender }, isOtherWay ? { response_id: response } : {});
  }
}

async function lockConcerned(
  { project, response, survey, respondent }: Followed,
  trx: Kysely<Tables>,
): Promise<InvitationRow[]> {
  return await trx
    .selectFrom('invitations')
    .selectAll()
    .where('project_id', '=', project)
    .where(({ and, eb, or }) =>
      or([
        eb('response_id', '=', response),
        and([
          eb('respondent', '=', respondent),
          eb('survey_id', '=', survey),
          eb('response_id', 'is', null),
          eb('status', 'in', UNFOLLOWED),
        ]),
      ]),
    )
    // In one order in every transaction: two of them cannot wait for each other.
    .orderBy('id')
    .forUpdate()
    .execute();
}
