/**
 * Finds the invitations for which something is due. Every node may run it: rows that another one has locked are
 * left to that one.
 */
import { sql } from 'kysely';

import type { World } from '../world.ts';
import { attend } from './attend.ts';
import type { Office } from './attend.ts';

export const SCHEDULE_EVERY_MS = 5_000;

/** In one transaction: a flush to the disk is shared by as many. */
const BATCH = 50;
/** What has failed is tried again after so long, so that it does not hold up the others. */
const AGAIN_AFTER_MS = 60_000;

interface Due {
  readonly project: string;
  readonly id: string;
}

export class Scheduler {
  readonly #office: Office;
  readonly #world: World;
  #running: Promise<void> | undefined;

  constructor(office: Office, world: World) {
    this.#office = office;
    this.#world = world;
  }

  /** Does everything that is due by now; never rejects. Who calls while it runs waits for the same run. */
  run(): Promise<void> {
    if (this.#running === undefined) {
      this.#running = this.#all().finally(() => (this.#running = undefined));
      this.#world.inBackground(this.#running);
    }
    return this.#running;
  }

  async #all(): Promise<void> {
    try {
      // Mostly there is nothing, and a look costs no transaction.
      let isMore = await this.#isAnyDue();
      while (isMore) {
        // oxlint-disable-next-line no-await-in-loop -- until a batch is not full
        isMore = (await this.#batch()) === BATCH;
      }
    } catch (error) {
      // It is tried again within seconds.
      this.#world.log.warn({ err: error }, 'the invitations that are due could not be looked at');
    }
  }

  async #isAnyDue(): Promise<boolean> {
    const due = await this.#world.database.db
      .selectFrom('invitations')
      .select('id')
      .where('due_at', '<=', this.#world.now().toISOString())
      .limit(1)
      .executeTakeFirst();
    return due !== undefined;
  }

  /** How many there were. */
  async #batch(): Promise<number> {
    let claimed: readonly Due[] = [];
    try {
      return await this.#world.database.write(async (trx) => {
        const rows = await this.#due(trx).execute();
        claimed = rows.map(({ project_id, id }) => ({ project: project_id, id }));
        for (const row of rows) {
          // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
          await attend(row, trx, this.#office);
        }
        return rows.length;
      });
    } catch (error) {
      if (claimed.length === 0) throw error;
      for (const one of claimed) {
        // oxlint-disable-next-line no-await-in-loop -- nobody waits for it
        await this.#alone(one);
      }
      return claimed.length;
    }
  }

  /** One that cannot be attended to must not keep its neighbours from being sent. */
  async #alone(due: Due): Promise<void> {
    const { database, log } = this.#world;
    try {
      await database.write(async (trx) => {
        const row = await this.#due(trx, due).executeTakeFirst();
        if (row !== undefined) await attend(row, trx, this.#office);
      });
    } catch (error) {
      log.error({ err: error, ...due }, 'an invitation could not be attended to');
      await this.#postpone(due);
    }
  }

  #due(trx: Parameters<typeof attend>[1], one?: Due) {
    const rows = trx
      .selectFrom('invitations')
      .selectAll()
      .where('due_at', '<=', this.#world.now().toISOString());
    return (
      one === undefined ? rows : rows.where('project_id', '=', one.project).where('id', '=', one.id)
    )
      .orderBy('due_at')
      .limit(BATCH)
      .forUpdate()
      .skipLocked();
  }

  async #postpone({ project, id }: Due): Promise<void> {
    const until = new Date(this.#world.now().getTime() + AGAIN_AFTER_MS).toISOString();
    await this.#world.database.write((trx) =>
      trx
        .updateTable('invitations')
        .set({ due_at: sql`greatest(due_at, ${until}::timestamptz)` })
        .where('project_id', '=', project)
        .where('id', '=', id)
        .where('due_at', 'is not', null)
        .execute(),
    );
  }
}
