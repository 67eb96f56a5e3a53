/** Everything that sends: from the invitation that is due to the push service's answer. */
import type { InvitationSender } from '../invitations/sender.ts';
import type { MailSender } from '../mail/mail-sender.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import { invitationPushes } from './invitation-pushes.ts';
import type { PushOffice } from './push-channels.ts';
import { MAILS, PUSHES } from './push-jobs.ts';
import { PushWorker } from './push-worker.ts';
import { pushSenders } from './senders.ts';

export interface PushService {
  readonly sender: InvitationSender;
  /** Begins to send, once the queue is there. */
  work(): void;
  /** Once nothing is on its way any more. */
  close(): void;
}

interface PushServiceOptions {
  readonly versions: VersionCache;
  readonly publicUrl: string | undefined;
  readonly perSecond: number | undefined;
}

/** A hundredth of what Firebase takes of a project. */
const PER_SECOND = 100;

export function pushService(
  jobs: Jobs,
  { secrets, outbound, mail, world }: PushOffice & { readonly mail: MailSender },
  { versions, publicUrl, perSecond = PER_SECOND }: PushServiceOptions,
): PushService {
  const sender = invitationPushes({ jobs, world });
  const senders = pushSenders(secrets, { outbound, now: world.now }, mail);
  const source = { versions, publicUrl, world };
  const worker = new PushWorker({ jobs, senders, sender, source, world, perSecond });
  return {
    sender,
    work: () => {
      for (const queue of [PUSHES, MAILS]) jobs.work(queue, (job) => worker.handle(job));
    },
    close: () => senders.close(),
  };
}
