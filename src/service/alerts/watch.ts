/**
 * Looks at what is watched, each alert twice a minute, by one node or another. Where an alert begins or ends is
 * written down together with the jobs that tell it: each is told once.
 */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import type { AlertRow } from './alert-rows.ts';
import type { AlertOffice } from './alerts.ts';
import { look } from './conditions.ts';
import type { Finding } from './conditions.ts';
import { tell } from './telling.ts';

const LOOK_EVERY_MS = 30_000;
const BATCH = 50;

export class Watch {
  readonly #office: AlertOffice;
  #running: Promise<void> | undefined;

  constructor(office: AlertOffice) {
    this.#office = office;
  }

  /** Looks at everything that is due; never rejects. */
  run(): Promise<void> {
    if (this.#running === undefined) {
      this.#running = this.#all().finally(() => (this.#running = undefined));
      this.#office.world.inBackground(this.#running);
    }
    return this.#running;
  }

  async #all(): Promise<void> {
    const { database, log, signals } = this.#office.world;
    try {
      await signals.flush(database);
      let isMore = await this.#isAnyDue();
      while (isMore) {
        // oxlint-disable-next-line no-await-in-loop -- until a batch is not full
        isMore = (await this.#batch()) === BATCH;
      }
    } catch (error) {
      // It is tried again within seconds.
      log.warn({ err: error }, 'the alerts could not be looked after');
    }
  }

  async #isAnyDue(): Promise<boolean> {
    const { database, now } = this.#office.world;
    const due = await database.db
      .selectFrom('alerts')
      .select('id')
      .where('due_at', '<=', now().toISOString())
      .limit(1)
      .executeTakeFirst();
    return due !== undefined;
  }

  async #batch(): Promise<number> {
    const { database, now } = this.#office.world;
    return await database.write(async (trx) => {
      const rows = await trx
        .selectFrom('alerts')
        .selectAll()
        .where('due_at', '<=', now().toISOString())
        .orderBy('due_at')
        .limit(BATCH)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const row of rows) {
        // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
        await this.#attend(row, trx);
      }
      return rows.length;
    });
  }

  async #attend(row: AlertRow, trx: Kysely<Tables>): Promise<void> {
    const now = this.#office.world.now();
    const finding = await look(row.condition, { project: row.project_id, now, db: trx });
    const next = { ...row, ...standing(row, finding, now) };
    const { state, since, found } = next;
    await trx
      .updateTable('alerts')
      .set({
        state,
        since,
        found,
        looked_at: now.toISOString(),
        due_at: new Date(now.getTime() + LOOK_EVERY_MS).toISOString(),
      })
      .where('project_id', '=', row.project_id)
      .where('id', '=', row.id)
      .execute();
    if (state === row.state) return;
    const type = state === 'raised' ? 'alert.raised' : 'alert.cleared';
    await tell(next, { type, found: finding.found }, trx, this.#office);
  }
}

function standing(
  { state, since }: AlertRow,
  { isBad, found }: Finding,
  now: Date,
): Pick<AlertRow, 'state' | 'since' | 'found'> {
  const next = isBad ? 'raised' : 'quiet';
  return { state: next, since: next === state ? since : now.toISOString(), found };
}
