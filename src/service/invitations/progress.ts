/** Writes down where an invitation stands, and takes back what was sent for it once that is of no use any more. */
import { sql } from 'kysely';
import type { Kysely, Updateable } from 'kysely';

import { isUnaddressed } from '../../protocol/index.ts';
import type { InvitationStatus } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { InvitationsTable, Tables } from '../database/types.ts';
import { invitationNotice, notify } from '../deliveries/notices.ts';
import { tellJourneys } from '../scenarios/news.ts';
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

/** What happens to one invitation. */
export interface Progress {
  /** Locked. */
  readonly row: InvitationRow;
  readonly step: Step | null;
  /** What else is to be known of it from now on. */
  readonly particulars?: Particulars;
}

/**
 * @param row locked
 * @returns the row as it is now
 */
export async function advance(
  row: InvitationRow,
  step: Step | null,
  ledger: Ledger,
  particulars: Particulars = {},
): Promise<InvitationRow> {
  const [next = row] = await advanceAll(row.project_id, [{ row, step, particulars }], ledger);
  return next;
}

/**
 * In two statements, however many they are; each invitation once.
 *
 * @returns the rows as they are now, in their order
 */
export async function advanceAll(
  project: string,
  all: readonly Progress[],
  { trx, sender }: Ledger,
): Promise<readonly InvitationRow[]> {
  const rows = all.map(nextOf);
  const changed = all.flatMap(({ row, step }, at) => {
    const next = rows[at];
    return next === undefined || next === row ? [] : [{ row, step, next }];
  });
  await write(
    project,
    changed.map(({ next }) => next),
    trx,
  );
  const steps = changed.filter(({ row, next }) => next.status !== row.status);
  await tellJourneys(project, steps, trx);
  const told = steps.flatMap(
    ({ next, step }) => invitationNotice(next, step?.at ?? next.created_at) ?? [],
  );
  await notify(project, told, trx);
  for (const { row, next } of steps) {
    if (!WITHDRAWN.has(next.status) || !isOnDevices(row)) continue;
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await sender.withdraw({ project, invitation: row.id }, trx);
  }
  return rows;
}

/** The same one where nothing is new. */
function nextOf({ row, step, particulars = {} }: Progress): InvitationRow {
  const standing = step && advanced(row, step);
  if (standing === null && Object.keys(particulars).length === 0) return row;
  const { status, reason, history } = standing ?? row;
  const next = { ...row, ...(particulars as Partial<InvitationRow>), status, reason, history };
  return { ...next, due_at: dueAt(next) };
}

const CHANGE = {
  id: 'text',
  status: 'text',
  reason: 'text',
  history: 'jsonb',
  due_at: 'timestamptz',
  response_id: 'text',
  device: 'text',
  exchanged_at: 'timestamptz',
  reminded_at: 'timestamptz',
} as const;

async function write(
  project: string,
  rows: readonly InvitationRow[],
  trx: Kysely<Tables>,
): Promise<void> {
  if (rows.length === 0) return;
  const changes = rows.map((row) => ({
    id: row.id,
    status: row.status,
    reason: row.reason,
    history: toJson(row.history),
    due_at: row.due_at,
    response_id: row.response_id,
    device: row.device,
    exchanged_at: row.exchanged_at,
    reminded_at: row.reminded_at,
  }));
  await sql`
    update invitations
    set status = given.status, reason = given.reason, history = given.history,
      due_at = given.due_at, response_id = given.response_id, device = given.device,
      exchanged_at = given.exchanged_at, reminded_at = given.reminded_at
    from ${recordSet(CHANGE, changes)} given
    where invitations.project_id = ${project} and invitations.id = given.id`.execute(trx);
}

/** Whether a push service may have been told of it. */
function isOnDevices({ history, channels }: InvitationRow): boolean {
  return history.sent !== undefined && !channels.every(isUnaddressed);
}
