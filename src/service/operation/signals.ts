/**
 * What happens too often to be written down one by one, and is to be noticed all the same: counted in memory by
 * project, kind and minute, and added up in the database now and then, over all nodes. A node that dies takes the
 * counts of some seconds with it.
 */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import { recordSet } from '../database/record-set.ts';
import type { Tables } from '../database/types.ts';
import type { World } from '../world.ts';

export type Signal = 'token_refused' | 'push_failed' | 'delivery_failed';

const COUNT = {
  project_id: 'text',
  signal: 'text',
  minute: 'timestamptz',
  times: 'integer',
} as const;

/** Of all kinds and projects together: whoever invents projects fills no memory. */
const COUNTS_MAX = 10_000;
const KEPT_MS = 2 * 24 * 60 * 60 * 1000;

interface Count {
  readonly project_id: string;
  readonly signal: Signal;
  readonly minute: string;
  times: number;
}

export class Signals {
  #counts = new Map<string, Count>();
  readonly #now: World['now'];

  constructor({ now }: Pick<World, 'now'>) {
    this.#now = now;
  }

  /** @param project as it is claimed to be: counts of one that there is not are dropped later */
  count(project: string, signal: Signal): void {
    const minute = `${this.#now().toISOString().slice(0, 16)}:00.000Z`;
    const key = `${project} ${signal} ${minute}`;
    const known = this.#counts.get(key);
    if (known !== undefined) known.times += 1;
    else if (this.#counts.size < COUNTS_MAX) {
      this.#counts.set(key, { project_id: project, signal, minute, times: 1 });
    }
  }

  /** Adds to what is written down; never rejects. What it cannot do now the next one does. */
  async flush({ database, log }: Pick<World, 'database' | 'log'>): Promise<void> {
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    try {
      await database.write((trx) => add([...counts.values()], trx));
    } catch (error) {
      this.#takeBack(counts);
      log.warn({ err: error }, 'what was counted could not be written down');
    }
  }

  #takeBack(counts: ReadonlyMap<string, Count>): void {
    for (const [key, count] of counts) {
      const newer = this.#counts.get(key);
      this.#counts.set(key, { ...count, times: count.times + (newer?.times ?? 0) });
    }
  }
}

async function add(counts: readonly Count[], trx: Kysely<Tables>): Promise<void> {
  await sql`
    insert into signals (project_id, signal, minute, times)
    select project_id, signal, minute, times from ${recordSet(COUNT, counts)} given
    where exists (select 1 from projects where id = given.project_id)
    order by project_id, signal, minute
    on conflict (project_id, signal, minute) do update set times = signals.times + excluded.times`.execute(
    trx,
  );
}

export async function sweepSignals(trx: Kysely<Tables>, now: Date): Promise<void> {
  const until = new Date(now.getTime() - KEPT_MS).toISOString();
  await trx.deleteFrom('signals').where('minute', '<', until).execute();
}
