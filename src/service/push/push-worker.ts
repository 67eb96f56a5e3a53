/**
 * Does one push job: looks whether it is still wanted, asks the push service, and writes down what it said together
 * with whatever follows, in one transaction. Only the time between the push service's "yes" and that transaction
 * can make a message go out twice; by its tag the second one replaces the first on the device.
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { Kysely } from 'kysely';

import type { InvitationAttempt, PushMessage } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { TokenBuckets } from '../http/token-buckets.ts';
import { lockInvitation } from '../invitations/invitation-rows.ts';
import { dropAddress } from '../invitations/push-addresses.ts';
import { readSendable, recordAttempt } from '../invitations/sendable.ts';
import type { Sendable, SendableSource } from '../invitations/sendable.ts';
import type { InvitationSender } from '../invitations/sender.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Job } from '../jobs/queue.ts';
import type { World } from '../world.ts';
import { findChannel, stopChannel } from './channel-settings.ts';
import type { ChannelRow } from './channel-settings.ts';
import { conclude } from './invitation-pushes.ts';
import { notificationWords } from './notification-words.ts';
import { retry } from './push-answer.ts';
import type { PushAnswer } from './push-answer.ts';
import { enqueuePush, pauseBefore } from './push-jobs.ts';
import type { PushJob } from './push-jobs.ts';
import { findPush, markPush } from './pushes.ts';
import type { Senders } from './senders.ts';

export interface PushWorkerOptions {
  readonly jobs: Jobs;
  readonly senders: Senders;
  readonly sender: InvitationSender;
  readonly source: SendableSource;
  readonly world: World;
  /** Messages by one channel of one project, from this node; docs/push.md says why of each node. */
  readonly perSecond: number;
}

export class PushWorker {
  readonly #options: PushWorkerOptions;
  readonly #pace: TokenBuckets;

  constructor(options: PushWorkerOptions) {
    const { perSecond } = options;
    this.#options = options;
    this.#pace = new TokenBuckets({ perSecond, burst: perSecond }, Date.now);
  }

  async handle(job: Job<PushJob>): Promise<'settled' | 'done'> {
    const { source, world } = this.#options;
    const { db } = world.database;
    const push = await findPush(job.data, db);
    const sendable = await readSendable(job.data, db, source);
    // Erased; or the job came twice.
    if (push === undefined || sendable === undefined) return 'done';
    if (push.state !== (job.data.withdraw ? 'withdrawn' : 'queued')) return 'done';
    if (!job.data.withdraw && !sendable.isWanted) return await this.#leave(job);
    const answer = await this.#ask(job.data, sendable, db);
    world.metrics.pushes.inc({ channel: job.data.channel, outcome: answer.kind });
    await this.#writeDown(job, answer, sendable);
    return 'settled';
  }

  async #ask(job: PushJob, sendable: Sendable, db: Kysely<Tables>): Promise<PushAnswer> {
    const { senders, world } = this.#options;
    const known = sendable.addresses.find(({ hash }) => hash === job.address);
    if (known === undefined) return { kind: 'drop', reason: 'unregistered' };
    const row = await findChannel(job.project, job.channel, db);
    if (row === undefined) return { kind: 'refuse', reason: 'the channel is not set up' };
    if (row.stopped_at !== null) return retry(row.stopped_because ?? 'stopped');
    await this.#ownPace(row);
    const message = messageOf(job, sendable);
    try {
      const { expiresAt, optOut } = sendable;
      const { reminder } = job;
      const { address } = known;
      return await senders.send({ row, address, message, expiresAt, optOut, reminder });
    } catch (error) {
      // Nobody there, nothing in time, or a key that does not open the credentials: none of it is for ever.
      const { project, channel } = job;
      world.log.warn({ err: error, project, channel }, 'a push service was not reached');
      return retry(codeOf(error));
    }
  }

  async #ownPace({ project_id, channel }: ChannelRow): Promise<void> {
    for (;;) {
      const waitMs = this.#pace.take(`${project_id} ${channel}`);
      if (waitMs === 0) return;
      // oxlint-disable-next-line no-await-in-loop -- until it is our turn
      await pause(waitMs);
    }
  }

  /** Answered, cancelled, closed or ended before it was sent. */
  async #leave(job: Job<PushJob>): Promise<'settled'> {
    const { world } = this.#options;
    await this.#settled(job, (trx) => markPush(job.data, 'withdrawn', trx, world));
    return 'settled';
  }

  async #writeDown(job: Job<PushJob>, answer: PushAnswer, sendable: Sendable): Promise<void> {
    const { world } = this.#options;
    const { data } = job;
    const afterMs = this.#pauseOf(data, answer, sendable);
    await this.#settled(job, async (trx) => {
      if (!data.withdraw) await recordAttempt(data, attemptOf(data, answer, afterMs, world), trx);
      if (answer.kind === 'drop') await dropAddress(data, data.address, trx);
      if (answer.kind === 'stop') await this.#stop(data, answer.reason, trx);
      if (afterMs !== undefined) {
        return await enqueuePush(
          { ...data, attempt: data.attempt + 1 },
          trx,
          this.#options.jobs,
          afterMs,
        );
      }
      await this.#keep(data, answer, trx);
    });
    const isLost = afterMs === undefined && answer.kind !== 'sent' && answer.kind !== 'drop';
    if (isLost) world.signals.count(data.project, 'push_failed');
    if (answer.kind === 'refuse') {
      const { project, invitation, channel } = data;
      const details = { project, invitation, channel, reason: answer.reason };
      world.log.error(details, 'a push service refuses a message of ours');
    }
  }

  /** What has come to an end. What was withdrawn while it was on its way is withdrawn after it. */
  async #keep(data: PushJob, answer: PushAnswer, trx: Kysely<Tables>): Promise<void> {
    const { jobs, sender, world } = this.#options;
    if (data.withdraw) return;
    const isSent = answer.kind === 'sent';
    const push = await findPush(data, trx);
    if (push?.state === 'withdrawn') {
      if (isSent) await enqueuePush({ ...data, withdraw: true, attempt: 1 }, trx, jobs);
      return;
    }
    await markPush(data, isSent ? 'sent' : answer.kind === 'drop' ? 'gone' : 'failed', trx, world);
    if (!isSent) await conclude(data, trx, { jobs, world }, sender);
  }

  /** Undefined: not again. */
  #pauseOf(data: PushJob, answer: PushAnswer, { expiresAt }: Sendable): number | undefined {
    if (answer.kind !== 'retry' && answer.kind !== 'stop') return undefined;
    const askedMs = (answer.kind === 'retry' && answer.afterMs) || 0;
    const { now, randomBytes } = this.#options.world;
    const random = (): number => (randomBytes(1)[0] ?? 0) / 256;
    const afterMs = pauseBefore(data, askedMs, random);
    const isTooLate = afterMs !== undefined && now().getTime() + afterMs >= Date.parse(expiresAt);
    return isTooLate ? undefined : afterMs;
  }

  async #stop({ project, channel }: PushJob, reason: string, trx: Kysely<Tables>): Promise<void> {
    const { world } = this.#options;
    if (!(await stopChannel(project, channel, reason, trx, world))) return;
    const details = { project, channel, reason };
    world.log.error(
      details,
      'a push service refuses the credentials; its channel stands still until they are set anew',
    );
  }

  /** The invitation is locked first: of two of its devices the second sees what became of the first. */
  async #settled(job: Job<PushJob>, work: (trx: Kysely<Tables>) => Promise<void>): Promise<void> {
    const { jobs, world } = this.#options;
    const { project, invitation } = job.data;
    await world.database.write(async (trx) => {
      await lockInvitation({ project, id: invitation }, trx);
      if (!(await jobs.settle(job, trx))) throw new Error('Another node has this job by now.');
      await work(trx);
    });
  }
}

function messageOf({ invitation, withdraw }: PushJob, sendable: Sendable): PushMessage {
  const { link, lang } = sendable;
  const words = notificationWords(sendable);
  return { otklik: 1, invitation, link, lang, ...words, ...(withdraw && { withdraw }) };
}

function attemptOf(
  { channel, reminder }: PushJob,
  answer: PushAnswer,
  afterMs: number | undefined,
  { now }: Pick<World, 'now'>,
): InvitationAttempt {
  const base = { channel, at: now().toISOString(), reminder };
  if (answer.kind === 'sent') return { ...base, outcome: 'sent' };
  if (answer.kind === 'drop') return { ...base, outcome: 'gone', reason: answer.reason };
  return {
    ...base,
    outcome: afterMs === undefined ? 'refused' : 'retrying',
    reason: answer.reason,
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unreachable';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
