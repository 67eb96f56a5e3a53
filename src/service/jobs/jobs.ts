/**
 * What is to be done after a transaction, by pg-boss: queued within it, so that it is done if and only if the
 * transaction holds, and done by whichever node is free. See docs/decisions/0028-jobs.md.
 */
import { createHash } from 'node:crypto';

import type { Kysely } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';

import type { Database, Logger } from '../database/database.ts';
import type { Tables } from '../database/types.ts';
import { Line } from './line.ts';
import type { Handler, Job, Queue } from './queue.ts';

export interface JobsOptions {
  readonly database: Database;
  readonly log: Logger;
  /** How often to look for what another node queued, or left behind; the embedded database has no other node. */
  readonly pollMs?: number;
}

const SCHEMA = 'otklik_jobs';

/** What has failed is tried again by itself; whoever knows better when, says so by {@link Jobs.again}. */
const RETRIES = { retryLimit: 12, retryDelay: 5, retryBackoff: true, retryDelayMax: 3600 };
/** Of a job that is done: for as long its id is not taken a second time. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

/** Of nodes that start on an empty database together, one makes the schema; the others find it the next time. */
const START_ATTEMPTS = 4;

const HOUR_SECONDS = 60 * 60;

export class Jobs {
  readonly #boss: PgBoss;
  readonly #options: JobsOptions;
  readonly #lines = new Map<string, Line>();
  /** Transactions that have queued something: after their commit there is something to do. */
  readonly #queuing = new WeakSet<object>();
  /** Just started, there is nothing to look after. */
  #nextUpkeep: number;
  #stopped: Promise<void> | undefined;

  constructor(options: JobsOptions) {
    this.#options = options;
    const { database, log } = options;
    this.#nextUpkeep = performance.now() + UPKEEP_EVERY_MS[database.kind];
    this.#boss = new PgBoss({
      db: {
        executeSql: async (text, values) => ({ rows: (await database.execute(text, values)).rows }),
      },
      backend: database.kind === 'pglite' ? 'pglite' : 'postgres',
      schema: SCHEMA,
      // Our own upkeep calls for it, and nothing here is done by the calendar.
      supervise: false,
      schedule: false,
      registerInstance: false,
      monitorVacuum: false,
      reindex: false,
      openTelemetry: { enabled: false },
      // What these look after (indexes built later, jobs that wait for jobs) there is none of.
      bamIntervalSeconds: HOUR_SECONDS,
      flowIntervalSeconds: HOUR_SECONDS,
      queueCacheIntervalSeconds: HOUR_SECONDS,
    });
    this.#boss.on('error', (error) => log.warn({ err: error }, 'the job queue met an error'));
    this.#boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
  }

  /** Makes or updates the schema, which several nodes may do at once. */
  async start(queues: readonly Queue<never>[]): Promise<void> {
    await this.#boss.start({ attempts: START_ATTEMPTS });
    for (const { name, expireInSeconds } of queues) {
      // oxlint-disable-next-line no-await-in-loop -- a few, once
      await this.#boss.createQueue(name, {
        ...RETRIES,
        expireInSeconds,
        deleteAfterSeconds: KEPT_SECONDS,
      });
      // oxlint-disable-next-line no-await-in-loop
      if (this.#options.database.kind === 'pglite') await this.#handBack(name);
    }
  }

  /** From now on jobs of this queue are done here. */
  work<Data extends object>(queue: Queue<Data>, handle: Handler<Data>): void {
    const { database, log, pollMs = POLL_MS[database.kind] } = this.#options;
    const line = new Line({
      queue: queue as unknown as Queue<object>,
      handle: handle as unknown as Handler<object>,
      boss: this.#boss,
      schema: SCHEMA,
      database,
      log,
      pollMs,
    });
    this.#lines.set(queue.name, line);
    line.wake();
  }

  /**
   * In the transaction given. The same `id` a second time is no second job, for a week at least.
   *
   * @param id whatever tells this job from others
   */
  async enqueue<Data extends object>(
    queue: Queue<Data>,
    data: Data,
    trx: Kysely<Tables>,
    { id, afterMs = 0 }: { readonly id: string; readonly afterMs?: number },
  ): Promise<void> {
    this.#queuing.add(trx);
    await this.#boss.send(queue.name, data, {
      id: uuidOf(`${queue.name} ${id}`),
      startAfter: Math.ceil(afterMs / 1000),
      db: fromKysely(trx),
    });
  }

  /** Done, together with whatever else the transaction holds. False: somebody else has it by now; roll back. */
  async settle(job: Job<object>, trx: Kysely<Tables>): Promise<boolean> {
    const done: object = await this.#boss.complete(job.queue, [job], null, { db: fromKysely(trx) });
    // Told, but missing in its types.
    return 'affected' in done && done.affected === 1;
  }

  /** The database with a wake-up call for whoever does what a transaction has queued. */
  watch(database: Database): Database {
    return {
      ...database,
      write: async (work) => {
        let transaction: object = {};
        const result = await database.write((trx) => {
          transaction = trx;
          return work(trx);
        });
        if (this.#queuing.has(transaction)) this.wake();
        return result;
      },
    };
  }

  wake(): void {
    for (const line of this.#lines.values()) line.wake();
  }

  /** Looks now, and resolves when there is nothing to do right now, and nothing being done. */
  async idle(): Promise<void> {
    this.wake();
    await Promise.all([...this.#lines.values()].map((line) => line.idle()));
  }

  /**
   * Gives to others what a node that died had in its hands, and forgets what is long done. Never rejects, and does
   * nothing when it did so a short while ago, unless it is to be done `now`.
   */
  async upkeep({ now = false } = {}): Promise<void> {
    const time = performance.now();
    if (time < this.#nextUpkeep && !now) return;
    this.#nextUpkeep = time + UPKEEP_EVERY_MS[this.#options.database.kind];
    try {
      await this.#boss.supervise();
      this.wake();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the upkeep of the job queue failed');
    }
  }

  /** Takes no more, and waits for what is being done; each job has its own limit of time. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    await Promise.all([...this.#lines.values()].map((line) => line.stop()));
    await this.#boss.stop({ graceful: false, close: false });
  }

  /** The folder has one process at a time: whatever is still in hand was in the hands of one that has died. */
  async #handBack(name: string): Promise<void> {
    const { rows } = await this.#options.database.execute(
      `select id from ${SCHEMA}.job where name = $1 and state = 'active'`,
      [name],
    );
    if (rows.length === 0) return;
    await this.#boss.fail(
      name,
      rows.map((row) => (row as { id: string }).id),
      { message: 'The process that did it has ended.' },
    );
  }
}

const POLL_MS: Readonly<Record<Database['kind'], number>> = {
  pglite: 5 * 60_000,
  postgres: 5_000,
};

/** The embedded database has no other node that could leave something behind: there it is for old rows only. */
const UPKEEP_EVERY_MS: Readonly<Record<Database['kind'], number>> = {
  pglite: 60 * 60_000,
  postgres: 60_000,
};

/** A UUID that is the same for the same text (RFC 9562 version 8). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
