/** Brings invitations to push services: queues what is to be sent, in the transaction that decides it. */
import type { Kysely } from 'kysely';

import type { SendingChannel } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { findInvitation } from '../invitations/invitation-rows.ts';
import { addressesOf } from '../invitations/push-addresses.ts';
import { recordAttempt, suppress } from '../invitations/sendable.ts';
import type { InvitationJob, InvitationSender } from '../invitations/sender.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { World } from '../world.ts';
import { enqueuePush } from './push-jobs.ts';
import { addPush, markPush, pushesOf } from './pushes.ts';

export interface PushPost {
  readonly jobs: Jobs;
  readonly world: Pick<World, 'now'>;
}

export function invitationPushes(post: PushPost): InvitationSender {
  const { jobs, world } = post;
  const sender: InvitationSender = {
    async send(job, trx) {
      const { project, invitation, reminder } = job;
      const row = await findInvitation({ project, id: invitation }, trx);
      if (row === undefined) return;
      const isSetUp = await channelsOf(project, trx);
      /* oxlint-disable no-await-in-loop -- a transaction has one connection */
      for (const known of await addressesOf(row, trx)) {
        const { hash: address, channel } = known;
        const state = isSetUp.has(channel) ? 'queued' : 'failed';
        if (!(await addPush(job, known, state, trx, world))) continue;
        if (state === 'queued') {
          const push = { project, invitation, reminder, address, channel };
          await enqueuePush({ ...push, withdraw: false, attempt: 1 }, trx, jobs);
        } else {
          const at = world.now().toISOString();
          const reason = 'the channel is not set up';
          await recordAttempt(job, { channel, outcome: 'refused', reason, at, reminder }, trx);
        }
      }
      /* oxlint-enable no-await-in-loop */
      await conclude(job, trx, post, sender);
    },

    async withdraw(job, trx) {
      const told = new Set<string>();
      for (const { address_hash: address, channel, reminder, state } of await pushesOf(job, trx)) {
        if (state !== 'sent' && state !== 'queued') continue;
        /* oxlint-disable no-await-in-loop -- a transaction has one connection */
        await markPush({ ...job, address, reminder }, 'withdrawn', trx, world);
        if (state === 'queued' || told.has(address)) continue;
        told.add(address);
        const push = { ...job, address, channel, reminder, withdraw: true, attempt: 1 };
        await enqueuePush(push, trx, jobs);
        /* oxlint-enable no-await-in-loop */
      }
    },
  };
  return sender;
}

/** When nothing has arrived anywhere, and nothing is on its way, it has reached nobody. */
export async function conclude(
  job: InvitationJob,
  trx: Kysely<Tables>,
  { world }: PushPost,
  sender: InvitationSender,
): Promise<void> {
  const states = (await pushesOf(job, trx)).map(({ state }) => state);
  if (states.length === 0 || states.some((state) => state !== 'gone' && state !== 'failed')) return;
  const reason = states.includes('failed') ? 'channel_failed' : 'address_gone';
  await suppress(job, reason, trx, { sender, world });
}

async function channelsOf(
  project: string,
  db: Kysely<Tables>,
): Promise<ReadonlySet<SendingChannel>> {
  const rows = await db
    .selectFrom('push_channels')
    .select('channel')
    .where('project_id', '=', project)
    .execute();
  return new Set(rows.map(({ channel }) => channel));
}
