/** Writes down where an invitation stands, and takes back what was sent for it once that is of no use any more. */
import type { Kysely, Updateable } from 'kysely';

import type { InvitationStatus } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { InvitationsTable, Tables } from '../database/types.ts';
import { tellJourney } from '../scenarios/news.ts';
import { dueAt } from './due.ts';
import type { InvitationRow } from './invitation-rows.ts';
import type { InvitationSender } from './sender.ts';
import { advanced } from './statuses.ts';
import type { Step } from './statuses.ts';

export interface Ledger {
  readonly trx: Kysely<Tables>;
  readonly sender: Pick<InvitationSender, 'withdraw'>;
}

type Particulars = Pick<
  Updateable<InvitationsTable>,
  'response_id' | 'device' | 'exchanged_at' | 'reminded_at'
>;

const WITHDRAWN: ReadonlySet<InvitationStatus> = new Set(['completed', 'cancelled']);

/**
 * @param row locked
 * @param particulars what else is to be known of it from now on
 * @returns the row as it is now
 */
export async function advance(
  row: InvitationRow,
  step: Step | null,
  { trx, sender }: Ledger,
  particulars: Particulars = {},
): Promise<InvitationRow> {
  const standing = step && advanced(row, step);
  if (standing === null && Object.keys(particulars).length === 0) return row;
  const { status, reason, history } = standing ?? row;
  const next = { ...row, ...(particulars as Partial<InvitationRow>), status, reason };
  const changed = await trx
    .updateTable('invitations')
    .set({ status, reason, history: toJson(history), due_at: dueAt(next), ...particulars })
    .where('project_id', '=', row.project_id)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (status !== row.status && step !== null) await tellJourney(changed, step.at, trx);
  if (WITHDRAWN.has(status) && status !== row.status && isOnDevices(row)) {
    await sender.withdraw({ project: row.project_id, invitation: row.id }, trx);
  }
  return changed;
}

/** Whether a push service may have been told of it. */
function isOnDevices({ history, channels }: InvitationRow): boolean {
  return history.sent !== undefined && channels.some((channel) => channel !== 'link');
}
