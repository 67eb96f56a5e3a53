/** Jobs of the push queue: one for each device, and for each thing that it is to be told. */
import type { Kysely } from 'kysely';

import type { SendingChannel } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Queue } from '../jobs/queue.ts';
import type { PushKey } from './pushes.ts';

export interface PushJob extends PushKey {
  readonly channel: SendingChannel;
  /** Take it away, instead of showing it. */
  readonly withdraw: boolean;
  /** 1 for the first. */
  readonly attempt: number;
}

/** No address is in a job, only its hash: what is erased is erased there too. */
export const PUSHES: Queue<PushJob> = { name: 'push', atOnce: 8, expireInSeconds: 60 };

/** A mail server may think for ten minutes about what it has been given, and has taken it then (RFC 5321 section 4.5.3.2.6). */
export const MAILS: Queue<PushJob> = { name: 'mail', atOnce: 8, expireInSeconds: 15 * 60 };

export async function enqueuePush(
  job: PushJob,
  trx: Kysely<Tables>,
  jobs: Jobs,
  afterMs = 0,
): Promise<void> {
  const { project, invitation, address, channel, reminder, withdraw, attempt } = job;
  const queue = channel === 'email' ? MAILS : PUSHES;
  const id = [project, invitation, address, reminder, withdraw, attempt].join('/');
  await jobs.enqueue(queue, job, trx, { id, afterMs });
}

/** Seven times more in the course of nine hours; who is to be reached in a minute is not to be reached tomorrow. */
const PAUSES_MS = [5, 30, 120, 600, 1800, 7200, 21_600].map((seconds) => seconds * 1000);

/** Undefined: it is enough. The push service's own word counts where it asks for more. */
export function pauseBefore(
  { attempt }: PushJob,
  askedMs: number,
  random: () => number,
): number | undefined {
  const pause = PAUSES_MS[attempt - 1];
  if (pause === undefined) return undefined;
  // Those who failed together do not come back together.
  return Math.max(askedMs, pause * (0.8 + 0.4 * random()));
}
