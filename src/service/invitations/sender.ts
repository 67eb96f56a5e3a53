/** What invitations need of whoever sends them. Both calls queue in the transaction given, and send nothing yet. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';

export interface InvitationJob {
  readonly project: string;
  /** `inv_…` */
  readonly invitation: string;
}

export interface SendJob extends InvitationJob {
  /** Whether it was sent before, and its respondent has not begun. */
  readonly reminder: boolean;
}

/**
 * When the time of a job has come: `readSendable` says whether it is still wanted, and everything that a message is
 * made of; `recordAttempt` keeps what became of an address, `dropAddress` forgets it, `suppress` ends an invitation
 * that reaches nobody.
 */
export interface InvitationSender {
  /** By every push channel of the invitation; to be called for those with an address only. */
  send(job: SendJob, db: Kysely<Tables>): Promise<void>;
  /** Takes back what was shown: it is answered, or cancelled. */
  withdraw(job: InvitationJob, db: Kysely<Tables>): Promise<void>;
}
