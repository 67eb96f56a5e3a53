/**
 * Tables whose rows say themselves when there is something to do for them: `due_at`, indexed, null for never. Every
 * node may look after one: rows that another has locked are left to that one.
 */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import type { World } from '../world.ts';

export interface DueRow {
  readonly project_id: string;
  readonly id: string;
}

export interface Duties<Row extends DueRow> {
  readonly table: keyof Tables;
  /** In the log: `an invitation`. */
  readonly what: string;
  /** Does what is due for these locked rows, and writes when the next is, or takes them away. */
  readonly attend: (rows: readonly Row[], trx: Kysely<Tables>) => Promise<unknown>;
  /** In one transaction: a flush to the disk is shared by as many. */
  readonly atOnce?: number;
}

export interface Look {
  /** When something is due next, as far as is known; past where there is more, or another node has it in hand. */
  readonly next: Date | null;
  /** How many there were. */
  readonly done: number;
}

const AT_ONCE = 50;
/** In one run: other tables have their turn as well. */
const BATCHES = 4;
/** What has failed is tried again after so long, so that it does not hold up the others. */
const AGAIN_AFTER_MS = 60_000;

/** For duties that have nothing in common. */
export function oneByOne<Row>(
  attend: (row: Row, trx: Kysely<Tables>) => Promise<unknown>,
): (rows: readonly Row[], trx: Kysely<Tables>) => Promise<void> {
  return async (rows, trx) => {
    for (const row of rows) {
      // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
      await attend(row, trx);
    }
  };
}

/** For duties whose statements are one project's. */
export function byProject<Row extends DueRow>(
  attend: (project: string, rows: readonly Row[], trx: Kysely<Tables>) => Promise<void>,
): (rows: readonly Row[], trx: Kysely<Tables>) => Promise<void> {
  return async (rows, trx) => {
    for (const [project, own] of Map.groupBy(rows, ({ project_id }) => project_id)) {
      // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
      await attend(project, own, trx);
    }
  };
}

export class DueRows<Row extends DueRow> {
  readonly #duties: Duties<Row>;
  readonly #atOnce: number;
  readonly #world: World;
  #running: Promise<Look> | undefined;

  constructor(duties: Duties<Row>, world: World) {
    this.#duties = duties;
    this.#atOnce = duties.atOnce ?? AT_ONCE;
    this.#world = world;
  }

  /**
   * Does what is due by now, some batches of it; never rejects. Who calls while it runs waits for the same run.
   */
  run(): Promise<Look> {
    if (this.#running === undefined) {
      const running = this.#all().finally(() => (this.#running = undefined));
      this.#running = running;
      this.#world.inBackground(running.then(() => undefined));
    }
    return this.#running;
  }

  async #all(): Promise<Look> {
    try {
      // Mostly there is nothing, and a look costs no transaction.
      const next = await this.#next();
      if (next === null || next > this.#world.now()) return { next, done: 0 };
      let done = 0;
      for (let batch = 1; batch <= BATCHES; batch += 1) {
        // oxlint-disable-next-line no-await-in-loop -- until a batch is not full
        done += await this.#batch();
        if (done < batch * this.#atOnce) break;
      }
      return { next: done > 0 ? await this.#next() : next, done };
    } catch (error) {
      // It is tried again within seconds.
      const { table } = this.#duties;
      this.#world.log.warn({ err: error, table }, 'what is due could not be looked at');
      return { next: null, done: 0 };
    }
  }

  async #next(): Promise<Date | null> {
    const { rows } = await sql<{ readonly due_at: string }>`
      select due_at from ${sql.table(this.#duties.table)}
      where due_at is not null order by due_at limit 1`.execute(this.#world.database.db);
    const [first] = rows;
    return first === undefined ? null : new Date(first.due_at);
  }

  /** How many there were. */
  async #batch(): Promise<number> {
    let claimed: readonly Row[] = [];
    try {
      return await this.#world.database.write(async (trx) => {
        claimed = await this.#due(trx);
        if (claimed.length > 0) await this.#duties.attend(claimed, trx);
        return claimed.length;
      });
    } catch (error) {
      if (claimed.length === 0) throw error;
      for (const row of claimed) {
        // oxlint-disable-next-line no-await-in-loop -- nobody waits for it
        await this.#alone(row);
      }
      return claimed.length;
    }
  }

  /** One that cannot be attended to must not keep its neighbours from their turn. */
  async #alone({ project_id: project, id }: Row): Promise<void> {
    const { database, log } = this.#world;
    try {
      await database.write(async (trx) => {
        const [row] = await this.#due(trx, sql`and project_id = ${project} and id = ${id}`);
        if (row !== undefined) await this.#duties.attend([row], trx);
      });
    } catch (error) {
      log.error({ err: error, project, id }, `${this.#duties.what} could not be attended to`);
      await this.#postpone(project, id);
    }
  }

  async #due(trx: Kysely<Tables>, which = sql``): Promise<readonly Row[]> {
    const now = this.#world.now().toISOString();
    const { rows } = await sql<Row>`
      select * from ${sql.table(this.#duties.table)} where due_at <= ${now} ${which}
      order by due_at limit ${this.#atOnce} for update skip locked`.execute(trx);
    return rows;
  }

  async #postpone(project: string, id: string): Promise<void> {
    const until = new Date(this.#world.now().getTime() + AGAIN_AFTER_MS).toISOString();
    await this.#world.database.write((trx) =>
      sql`update ${sql.table(this.#duties.table)}
        set due_at = greatest(due_at, ${until}::timestamptz)
        where project_id = ${project} and id = ${id} and due_at is not null`.execute(trx),
    );
  }
}
