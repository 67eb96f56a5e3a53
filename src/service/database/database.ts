import type { Compilable, Kysely, QueryCreator, Transaction } from 'kysely';
import type { Tables } from './types.ts';

/** The service's database, the same on PGlite and on PostgreSQL. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';

  /** For reading. It refuses inserts, updates and deletes: those go through {@link Database.write}. */
  readonly db: Kysely<Tables>;

  /**
   * Runs `work` in one transaction and resolves only when the result would survive a power cut, so
   * whoever acknowledges an answer after it tells the truth. `work` runs again from the start when the
   * database asked for that (serialisation failure, deadlock): it must have no effect outside `trx`.
   * What has failed half-way (the connection broke during COMMIT) rejects with `DatabaseUnavailable`;
   * the caller then repeats the request, and its idempotency decides.
   */
  write<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T>;

  /**
   * One statement, which is a transaction by itself: as durable as `write` and repeated like it, without
   * BEGIN and COMMIT, which are a round trip each. Resolves with the rows that it returns.
   */
  writeStatement<Row>(statement: (db: QueryCreator<Tables>) => Compilable<Row>): Promise<Row[]>;

  /**
   * What the job queue asks, in SQL of its own: one statement with values, or several without. As durable as
   * `write`, but not repeated.
   */
  execute(text: string, values?: readonly unknown[]): Promise<{ readonly rows: unknown[] }>;

  /**
   * Resolves when everything that reads have shown so far would survive a power cut. On PGlite a row
   * is visible a moment before it is on the disk; a handler that acknowledges because of what it has
   * *read* awaits this first. `write` does it by itself.
   */
  settle(): Promise<void>;

  /** Resolves when the database answers; rejects with `DatabaseUnavailable`. */
  ping(): Promise<void>;

  /** Finishes the writes in progress, flushes, closes, and gives the folder free. May be called twice. */
  close(): Promise<void>;
}

/** What this layer needs of a logger; pino's is one. */
export interface Logger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLogger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
