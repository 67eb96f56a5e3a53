import { type Kysely, sql } from 'kysely';
import type { Logger } from './database.ts';

/** Checkpoint after so much log: bounds the folder's size and the time that a start after a crash takes. */
const defaultLogBytes = 64n * 1024n * 1024n;

export interface Upkeep {
  /** Told after each flush how far the log has come (`0/2931118`); starts the upkeep when it is due. */
  after(position: string | undefined): void;
  /** Resolves when none is running. */
  done(): Promise<void>;
}

/**
 * The work that a PostgreSQL server has its background processes for. PGlite is one process in
 * single-user mode: without this its log grows until it is closed, and rows that were replaced are
 * never cleaned away.
 */
export function pgliteUpkeep<T>(
  db: Kysely<T>,
  logger: Logger,
  { logBytes = defaultLogBytes }: { logBytes?: bigint } = {},
): Upkeep {
  let last: bigint | undefined;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    try {
      await sql`checkpoint`.execute(db);
      for (const table of await untidyTables(db)) {
        // One after the other, so that requests get their turn in between.
        // oxlint-disable-next-line no-await-in-loop
        await sql`vacuum (analyze) ${sql.table(table)}`.execute(db);
      }
    } catch (error) {
      // Nothing is lost by it: the log is whole, and the next turn tries again.
      logger.warn({ err: error }, 'The upkeep of the database failed.');
    }
  }

  return {
    after(position) {
      const now = logPosition(position);
      last ??= now;
      if (running !== undefined || now - last < logBytes) return;
      last = now;
      running = run().finally(() => (running = undefined));
    },
    done: () => running ?? Promise.resolve(),
  };
}

/** Autovacuum's own rule: fifty rows and a fifth of the table. */
async function untidyTables<T>(db: Kysely<T>): Promise<string[]> {
  // What was counted since the last second is still in the session's own memory.
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ relname: string }>`
    select relname from pg_stat_user_tables
    where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup`.execute(
    db,
  );
  return rows.map(({ relname }) => relname);
}

/** Two hexadecimal halves of a 64-bit byte position. */
function logPosition(text = '0/0'): bigint {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
