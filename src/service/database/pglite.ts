import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, sql } from 'kysely';
import type { Database, Logger } from './database.ts';
import { type Disk, DurableNodeFS } from './durable-node-fs.ts';
import { DatabaseError, DatabaseUnavailable } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { syncDirectory, syncFolder } from './folder-sync.ts';
import { groupFlush } from './group-flush.ts';
import { migrate } from './migrate.ts';
import { PreparedPgliteDialect } from './pglite-dialect.ts';
import { pgliteUpkeep } from './pglite-upkeep.ts';
import { withRetries } from './retry.ts';
import { assertOutsideTransaction, inTransactionScope, readingSide } from './transaction-scope.ts';
import type { Tables } from './types.ts';
import { parsers } from './values.ts';

export interface PgliteOptions {
  readonly dataDir: string;
  readonly logger: Logger;
  /** For tests: a disk that keeps a record, or fails. */
  readonly disk?: Disk;
}

/** Opens the database in `<dataDir>/pglite`, makes it on the first start, and keeps everybody else out. */
export async function openPglite({ dataDir, logger, disk }: PgliteOptions): Promise<Database> {
  await makeDataDir(dataDir);
  const unlock = await lockFolder(dataDir);
  try {
    const folder = join(dataDir, 'pglite');
    await makeDatabase(folder);
    const health: Health = { failure: undefined };
    const fs = new DurableNodeFS(
      folder,
      (cause) => {
        health.failure ??= { cause };
        logger.error({ err: cause }, 'The database stopped: its folder could not be written.');
      },
      disk,
    );
    const pglite = new PGlite({ fs, startParams, parsers });
    await pglite.waitReady;
    return await pgliteDatabase(pglite, { health, logger, onClosed: unlock });
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * PGlite's own parameters without `-F`, which would switch fsync off. A commit itself does not wait for
 * the disk: {@link pgliteDatabase} does, once for all that commit together.
 */
const startParams: string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  // Of the methods that PostgreSQL knows, the one that PGlite passes on to its file system.
  '--wal_sync_method=fsync',
  '--synchronous_commit=off',
  '--timezone=UTC',
];

interface Health {
  /** Set once the disk or PostgreSQL gave up; from then on nothing is acknowledged. */
  failure: { readonly cause: unknown } | undefined;
}

interface Around {
  readonly logger: Logger;
  readonly health?: Health;
  readonly onClosed?: () => Promise<void>;
}

/** The `Database` on an open PGlite, with its tables brought up to date. */
export async function pgliteDatabase(
  pglite: PGlite,
  { logger, health = { failure: undefined }, onClosed = () => Promise.resolve() }: Around,
): Promise<Database> {
  const base = new Kysely<Tables>({ dialect: new PreparedPgliteDialect(pglite) });
  const upkeep = pgliteUpkeep(base, logger);
  let closing: Promise<void> | undefined;

  const checkHealth = (): void => {
    if (health.failure === undefined) return;
    const message = 'The database has stopped after a disk failure. Restart the service.';
    throw new DatabaseUnavailable(message, health.failure);
  };
  const check = (): void => {
    checkHealth();
    if (closing !== undefined) throw new DatabaseUnavailable('The database is closing.');
  };

  // The flush queues up for the one connection like everybody else. All that commit before its turn
  // are covered by it, which makes the group as large as the load, without any timer.
  const flush = groupFlush(async (begins) => {
    const position = await base.connection().execute(async (connection) => {
      begins();
      checkHealth();
      const { rows } = await flushLog.execute(connection);
      return rows[0]?.position;
    });
    upkeep.after(position);
  });
  // A failed flush has a cause worth more than its own message.
  const settle = (): Promise<void> =>
    flush().catch((error: unknown) => {
      checkHealth();
      throw error;
    });

  async function lasting<T>(run: () => Promise<T>): Promise<T> {
    check();
    assertOutsideTransaction();
    try {
      return await withRetries(run);
    } finally {
      // After a failure too: what the work read, and judged by, has to be as lasting as the judgement.
      await settle();
    }
  }

  const database: Database = {
    kind: 'pglite',
    db: base.withPlugin(readingSide(check)),
    write: (work) =>
      lasting(() => base.transaction().execute((trx) => inTransactionScope(() => work(trx)))),
    async writeStatement(statement) {
      const { rows } = await lasting(() => base.executeQuery(statement(base)));
      return rows;
    },
    execute: (text, values = []) =>
      lasting(() => base.connection().execute(() => foreignStatements(pglite, text, values))),
    settle,
    async ping() {
      check();
      await sql`select 1`.execute(base);
    },
    close: () => (closing ??= close()),
  };

  async function close(): Promise<void> {
    try {
      if (health.failure === undefined) {
        await settle();
        await upkeep.done();
        await base.destroy(); // checkpoints and syncs
      }
    } finally {
      await onClosed();
    }
  }

  await migrate(base);
  await settle();
  return database;
}

/** To be called by whoever has the one connection. Several statements come as one text, with their own BEGIN. */
async function foreignStatements(
  pglite: PGlite,
  text: string,
  values: readonly unknown[],
): Promise<{ rows: unknown[] }> {
  if (values.length > 0) return pglite.query(text, [...values]);
  try {
    const results = await pglite.exec(text);
    return { rows: results.flatMap(({ rows }) => rows) };
  } catch (error) {
    // Else its transaction would stay open, and be everybody's.
    await pglite.query('rollback');
    throw error;
  }
}

/**
 * Adds an empty record to the log and waits until the log is on the disk up to it, and so every commit
 * before it (`pg_logical_emit_message` with `flush`, PostgreSQL 17 and later).
 */
const flushLog = sql<{ position: string }>`
  select pg_logical_emit_message(false, 'otklik', '', true) as position`;

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    const first = await mkdir(dataDir, { recursive: true });
    if (first !== undefined) await syncDirectory(dirname(first));
  } catch (cause) {
    const message = `The data folder ${dataDir} cannot be created. Name another with OTKLIK_DATA_DIR.`;
    throw new DatabaseError('folder_unusable', message, { cause });
  }
}

/**
 * Makes an empty database beside its place and moves it there when it is whole and on the disk: a first
 * start that is cut short leaves nothing that a second one would take for a database.
 */
async function makeDatabase(folder: string): Promise<void> {
  if (await exists(join(folder, 'PG_VERSION'))) return;
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const pglite = await PGlite.create({ dataDir: unfinished });
  await pglite.close();
  await syncFolder(unfinished);
  await rename(unfinished, folder);
  await syncDirectory(dirname(folder));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
