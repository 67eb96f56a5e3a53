/** When there is something to do for an invitation, and what. */
import type { InvitationRow } from './invitation-rows.ts';

type Times = Pick<InvitationRow, 'status' | 'send_at' | 'remind_at' | 'reminded_at' | 'expires_at'>;

export type Duty = 'send' | 'remind' | 'expire';

/** Null: never again. */
export function dueAt(row: Times): string | null {
  switch (row.status) {
    case 'scheduled':
      return row.send_at;
    case 'sent':
    case 'delivered':
    case 'opened':
      return reminderAt(row) ?? row.expires_at;
    case 'started':
    case 'completed':
    case 'dismissed':
    case 'expired':
    case 'cancelled':
    case 'suppressed':
      return null;
  }
}

/** What is too late is not done: a service that stood still for a week sends nothing that has ended. */
export function dutyOf(row: Times, now: string): Duty | null {
  const at = dueAt(row);
  if (at === null || at > now) return null;
  if (row.expires_at <= now) return 'expire';
  return row.status === 'scheduled' ? 'send' : 'remind';
}

/** A reminder after the end would be one to nothing. */
function reminderAt({ remind_at, reminded_at, expires_at }: Times): string | null {
  const isAhead = remind_at !== null && reminded_at === null && remind_at < expires_at;
  return isAhead ? remind_at : null;
}
