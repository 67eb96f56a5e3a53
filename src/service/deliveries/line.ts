/** What one destination is sent by the node that holds it: due longest first, at the destination's pace. */
import { setTimeout as pause } from 'node:timers/promises';

import type { Exchange } from '../../protocol/index.ts';
import { Calls, reasonOf } from './calls.ts';
import { claim, HOLD_MS, holdOn, letGo } from './claims.ts';
import type { Claimed, Key, Settled } from './claims.ts';
import type { DestinationRow } from './destination-rows.ts';
import type { Pace } from './paces.ts';
import { boundedPause, BREAK_AT, pauseAfter } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { afterOutcome } from './destination-health.ts';
import type { PostOffice } from './post-office.ts';
import { readSubjects } from './subjects.ts';
import type { ResponseRow } from '../responses/response-rows.ts';

export class DestinationLine {
  readonly #office: PostOffice;
  readonly #key: Key;
  readonly #node: string;
  #row: DestinationRow;
  readonly #pace: Pace;
  readonly #busy = new Set<Promise<void>>();
  #isStopping = false;

  /** @param row held by this node */
  constructor(row: DestinationRow, node: string, office: PostOffice) {
    this.#row = row;
    this.#key = { project: row.project_id, id: row.id };
    this.#node = node;
    this.#office = office;
    this.#pace = office.paces.of(row.kind);
  }

  stop(): void {
    this.#isStopping = true;
  }

  /** Until there is nothing due, or the destination takes nothing; then it is free for others. Never rejects. */
  async work(): Promise<void> {
    const { log } = this.#office.world;
    const renewal = setInterval(() => void this.#renew(), HOLD_MS / 3).unref();
    try {
      await this.#sendAll();
    } catch (error) {
      log.warn({ err: error, ...this.#key }, 'a destination could not be served');
    } finally {
      await Promise.all(this.#busy);
      clearInterval(renewal);
      await this.#letGo();
    }
  }

  async #sendAll(): Promise<void> {
    while (this.#mayGoOn()) {
      const free = this.#atOnce() - this.#busy.size;
      // oxlint-disable-next-line no-await-in-loop -- as long as there is something
      const claimed = free > 0 ? await this.#claim(free) : [];
      if (claimed.length === 0 && this.#busy.size === 0) return;
      // oxlint-disable-next-line no-await-in-loop
      const responses = await readSubjects(this.#key.project, claimed, this.#db);
      for (const delivery of claimed) this.#begin(delivery, responses.get(delivery.subject));
      // oxlint-disable-next-line no-await-in-loop -- until somebody has finished
      if (this.#busy.size > 0) await Promise.race(this.#busy);
    }
  }

  get #db() {
    return this.#office.world.database.db;
  }

  #mayGoOn(): boolean {
    const { status, rests_until: rests } = this.#row;
    const isResting = rests !== null && Date.parse(rests) > this.#office.world.now().getTime();
    return !this.#isStopping && status === 'active' && !isResting;
  }

  /** Who has failed often is tried with one. */
  #atOnce(): number {
    return this.#row.failures >= BREAK_AT ? 1 : this.#pace.atOnce;
  }

  async #claim(limit: number): Promise<readonly Claimed[]> {
    const { database, now } = this.#office.world;
    return await database.write((trx) => claim(this.#key, this.#node, limit, now(), trx));
  }

  #begin(delivery: Claimed, response: ResponseRow | undefined): void {
    const done = this.#do(delivery, response).finally(() => this.#busy.delete(done));
    this.#busy.add(done);
  }

  /** Never rejects: what could not be written down counts as begun, and comes again. */
  async #do(delivery: Claimed, response: ResponseRow | undefined): Promise<void> {
    const { outbound, world } = this.#office;
    try {
      for (let waitMs = this.#take(); waitMs > 0; waitMs = this.#take()) {
        // oxlint-disable-next-line no-await-in-loop -- until it is our turn
        await pause(waitMs);
      }
      const calls = new Calls(outbound);
      const begun = performance.now();
      const outcome = await this.#try(delivery, response, calls);
      const durationMs = Math.round(performance.now() - begun);
      world.metrics.deliveries.inc({ kind: this.#row.kind, outcome: outcome.kind });
      await this.#settle(delivery, outcome, calls.exchanges, durationMs);
      await this.#feel(outcome);
    } catch (error) {
      world.log.warn({ err: error, delivery: delivery.id }, 'a delivery could not be written down');
    }
  }

  #take(): number {
    return this.#office.paces.take(this.#row);
  }

  async #try(delivery: Claimed, response: ResponseRow | undefined, calls: Calls): Promise<Outcome> {
    const { world, deliver } = this.#office;
    try {
      return await deliver({ delivery, destination: this.#row, response, calls });
    } catch (error) {
      const { project, id } = this.#key;
      world.log.warn({ err: error, project, destination: id }, 'a destination was not reached');
      return { kind: 'failed', reason: reasonOf(error) };
    }
  }

  async #settle(
    delivery: Claimed,
    outcome: Outcome,
    exchanges: readonly Exchange[],
    durationMs: number,
  ): Promise<void> {
    const { world, settle } = this.#office;
    const settled: Settled = {
      id: delivery.id,
      attempt: delivery.attempts,
      ...this.#standing(delivery, outcome),
      reason: 'reason' in outcome ? outcome.reason : null,
      entry: { outcome: outcome.kind, exchanges: [...exchanges], duration_ms: durationMs },
    };
    await settle(this.#key.project, settled);
    if (settled.status !== 'failed') return;
    world.signals.count(this.#key.project, 'delivery_failed');
    const { id, reason } = settled;
    world.log.error({ ...this.#key, delivery: id, reason }, 'a delivery is given up');
  }

  #standing(
    { failures }: Claimed,
    outcome: Outcome,
  ): Pick<Settled, 'status' | 'failures' | 'dueAt'> {
    switch (outcome.kind) {
      case 'delivered':
        return { status: 'delivered', failures, dueAt: null };
      case 'dropped':
        return { status: 'dropped', failures, dueAt: null };
      case 'refused':
        return { status: 'failed', failures: failures + 1, dueAt: null };
      case 'waiting':
        return { status: 'pending', failures, dueAt: this.#after(boundedPause(outcome.afterMs)) };
      case 'stopped':
        return { status: 'pending', failures, dueAt: this.#after(0) };
      case 'failed': {
        const afterMs = pauseAfter(failures + 1, outcome.afterMs ?? 0, () => this.#random());
        if (afterMs === undefined) return { status: 'failed', failures: failures + 1, dueAt: null };
        return { status: 'pending', failures: failures + 1, dueAt: this.#after(afterMs) };
      }
    }
  }

  #after(ms: number): string {
    return new Date(this.#office.world.now().getTime() + ms).toISOString();
  }

  #random(): number {
    return (this.#office.world.randomBytes(1)[0] ?? 0) / 256;
  }

  /** How the destination is now. */
  async #feel(outcome: Outcome): Promise<void> {
    const { world } = this.#office;
    const change = afterOutcome(this.#row, outcome, world.now());
    if (change === null) return;
    this.#row = { ...this.#row, ...change };
    await world.database.write((trx) =>
      trx
        .updateTable('destinations')
        .set(change)
        .where('project_id', '=', this.#key.project)
        .where('id', '=', this.#key.id)
        .where('holder', '=', this.#node)
        .execute(),
    );
    if (change.status !== 'stopped') return;
    const details = {
      project: this.#key.project,
      destination: this.#key.id,
      reason: change.reason,
    };
    world.log.error(
      details,
      'a destination takes nothing any more, and stands still until resumed',
    );
  }

  /** Never rejects. */
  async #renew(): Promise<void> {
    const { database, log, now } = this.#office.world;
    try {
      const row = await database.write((trx) => holdOn(this.#key, this.#node, now(), trx));
      if (row === undefined) this.stop();
      else this.#row = { ...row, ...healthOf(this.#row) };
    } catch (error) {
      log.warn({ err: error, ...this.#key }, 'a destination could not be held');
    }
  }

  async #letGo(): Promise<void> {
    const { database, log } = this.#office.world;
    try {
      await database.write((trx) => letGo(this.#key, this.#node, trx));
    } catch (error) {
      // It is free by itself before long.
      log.warn({ err: error, ...this.#key }, 'a destination could not be let go');
    }
  }
}

/** We know better than the row. */
function healthOf({ failures, failing_since, rests_until }: DestinationRow) {
  return { failures, failing_since, rests_until };
}
