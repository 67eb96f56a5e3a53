/** One node's workers of one queue. They look when they are called, when the next job is due, and now and then. */
import { sql } from 'kysely';
import type { PgBoss } from 'pg-boss';

import type { Database, Logger } from '../database/database.ts';
import type { Handler, Job, Queue } from './queue.ts';

export interface LineOptions {
  readonly queue: Queue<object>;
  readonly handle: Handler<object>;
  readonly boss: PgBoss;
  readonly schema: string;
  readonly database: Database;
  readonly log: Logger;
  readonly pollMs: number;
}

/** The database is away, most likely. */
const AGAIN_AFTER_MS = 5_000;

export class Line {
  readonly #options: LineOptions;
  readonly #busy = new Set<Promise<void>>();
  #looking: Promise<void> | undefined;
  /** Whether somebody called while we were looking. */
  #isCalled = false;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  wake(): void {
    if (this.#isStopping) return;
    this.#isCalled = true;
    clearTimeout(this.#timer);
    this.#looking ??= this.#look();
  }

  async idle(): Promise<void> {
    while (this.#looking !== undefined || this.#busy.size > 0) {
      // oxlint-disable-next-line no-await-in-loop -- what ends may have called for more
      await Promise.all([this.#looking, ...this.#busy]);
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.idle();
  }

  /** Never rejects. A call that comes at any moment of it is heard: it looks once more. */
  async #look(): Promise<void> {
    let nextMs: number;
    do {
      this.#isCalled = false;
      // oxlint-disable-next-line no-await-in-loop -- as long as somebody calls
      nextMs = await this.#lookOnce();
    } while (this.#isCalled && !this.#isStopping);
    // Without a moment between these, in which a call would find neither.
    this.#looking = undefined;
    if (!this.#isStopping) this.#timer = setTimeout(() => this.wake(), nextMs).unref();
  }

  /** Until when there is nothing to look for, in milliseconds. Never rejects. */
  async #lookOnce(): Promise<number> {
    const { log, pollMs } = this.#options;
    try {
      await this.#takeAll();
      return this.#isStopping ? pollMs : Math.min(pollMs, await this.#untilNextMs());
    } catch (error) {
      log.warn({ err: error }, 'the jobs that are due could not be looked at');
      return AGAIN_AFTER_MS;
    }
  }

  /** A full line calls again as soon as somebody in it has finished. */
  async #takeAll(): Promise<void> {
    const { boss, queue } = this.#options;
    for (let free = this.#free(); free > 0 && !this.#isStopping; free = this.#free()) {
      // oxlint-disable-next-line no-await-in-loop -- as long as there is something
      const taken = await boss.fetch<object>(queue.name, { batchSize: free });
      for (const job of taken) this.#begin({ ...job, queue: queue.name });
      if (taken.length < free) return;
    }
  }

  #free(): number {
    return this.#options.queue.atOnce - this.#busy.size;
  }

  #begin(job: Job<object>): void {
    const done = this.#do(job).finally(() => {
      const wasFull = this.#free() === 0;
      this.#busy.delete(done);
      if (wasFull) this.wake();
    });
    this.#busy.add(done);
  }

  /** Never rejects. */
  async #do(job: Job<object>): Promise<void> {
    const { boss, handle, log } = this.#options;
    try {
      if ((await handle(job)) === 'done') await boss.complete(job.queue, [job]);
    } catch (error) {
      log.warn({ err: error, queue: job.queue, job: job.id }, 'a job failed, it is tried again');
      await boss.fail(job.queue, [job], { message: 'failed' }).catch((cause: unknown) => {
        // It counts as left behind before long, and is tried again then.
        log.warn({ err: cause, job: job.id }, 'a job could not be given back');
      });
      this.wake();
    }
  }

  /** By the database's clock, which is the one that jobs wait by. Infinity: there is none. */
  async #untilNextMs(): Promise<number> {
    const { database, queue, schema } = this.#options;
    const { rows } = await sql<{ seconds: number | null }>`
      select extract(epoch from min(start_after) - now())::float8 as seconds
      from ${sql.table(`${schema}.job`)}
      where name = ${queue.name} and state < 'active'`.execute(database.db);
    const seconds = rows[0]?.seconds ?? Infinity;
    return Math.max(0, seconds * 1000) + LATE_MS;
  }
}

/** So that a job is due by any rounding when we look. */
const LATE_MS = 50;
