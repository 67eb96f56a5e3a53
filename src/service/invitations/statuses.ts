/** How an invitation comes from one status to the next. A pure rule, so that it can be read and tested whole. */
import type { InvitationStatus, SuppressionReason } from '../../protocol/index.ts';

export interface Standing {
  readonly status: InvitationStatus;
  readonly reason: SuppressionReason | null;
  /** When it first came to each status. */
  readonly history: Readonly<Partial<Record<InvitationStatus, string>>>;
}

export interface Step {
  readonly to: InvitationStatus;
  readonly at: string;
  /** With `suppressed`. */
  readonly reason?: SuppressionReason;
}

const OPENED = ['started', 'completed', 'dismissed', 'expired', 'cancelled'] as const;
const DELIVERED = ['opened', ...OPENED] as const;

/**
 * What may follow, however much in between was not seen. An answer says more than anything else that is known:
 * it follows although somebody swept the notification away, or the network let it through after the end.
 */
export const FOLLOWING: Readonly<Record<InvitationStatus, readonly InvitationStatus[]>> = {
  scheduled: ['sent', 'delivered', ...DELIVERED, 'suppressed'],
  sent: ['delivered', ...DELIVERED, 'suppressed'],
  delivered: DELIVERED,
  opened: OPENED,
  started: ['completed', 'dismissed', 'cancelled'],
  dismissed: ['completed', 'cancelled'],
  expired: ['completed'],
  suppressed: ['completed', 'cancelled'],
  completed: [],
  cancelled: [],
};

/**
 * Null: nothing is new. What comes late (a device without a network tells in the evening that it was delivered
 * in the morning) is in the history, and changes nothing else.
 */
export function advanced(standing: Standing, { to, at, reason }: Step): Standing | null {
  const history = to in standing.history ? standing.history : { ...standing.history, [to]: at };
  if (FOLLOWING[standing.status].includes(to)) {
    return { status: to, reason: reason ?? null, history };
  }
  const isBehind = FOLLOWING[to].includes(standing.status);
  return isBehind && history !== standing.history ? { ...standing, history } : null;
}
