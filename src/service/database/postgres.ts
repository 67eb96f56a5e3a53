import { Kysely, PostgresDialect, sql } from 'kysely';
import { Client as PgClient, Pool as PgPool, type PoolClient, type QueryResult, types } from 'pg';
import type { Database, Logger } from './database.ts';
import { DatabaseError, DatabaseUnavailable } from './errors.ts';
import { migrate } from './migrate.ts';
import { sqlState, withRetries } from './retry.ts';
import { assertOutsideTransaction, inTransactionScope, readingSide } from './transaction-scope.ts';
import type { Tables } from './types.ts';
import { parsers } from './values.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Connections held at most; the server's `max_connections` is shared by all nodes. */
  readonly maxConnections?: number;
  /** After which an answer that did not come counts as none. */
  readonly answerWithinMs?: number;
}

export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { logger } = options;
  const pool = makePool(options);
  const base = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | undefined;
  const check = (): void => {
    if (closing !== undefined) throw new DatabaseUnavailable('The database is closing.');
  };

  try {
    await assertDurable(base, logger);
    await migrate(base);
  } catch (error) {
    await base.destroy();
    throw error;
  }

  return {
    kind: 'postgres',
    db: base.withPlugin(readingSide(check)),
    async write(work) {
      check();
      assertOutsideTransaction();
      return withRetries(() =>
        base.transaction().execute((trx) => inTransactionScope(() => work(trx))),
      );
    },
    async writeStatement(statement) {
      check();
      assertOutsideTransaction();
      const { rows } = await withRetries(() => base.executeQuery(statement(base)));
      return rows;
    },
    async execute(text, values = []) {
      check();
      assertOutsideTransaction();
      // Of several statements the driver gives a list of results.
      const results: readonly QueryResult[] = [await onePooled(pool, text, values)].flat();
      return { rows: results.flatMap(({ rows }) => rows as unknown[]) };
    },
    // A row becomes visible only after its commit has reached the disk.
    settle: () => Promise.resolve(),
    async ping() {
      check();
      await sql`select 1`.execute(base);
    },
    // The pool ends when the last query has given its connection back.
    close: () => (closing ??= base.destroy()),
  };
}

/** Several statements come as one text, with a BEGIN of their own: after an error nobody else gets the connection. */
async function onePooled(
  pool: PgPool,
  text: string,
  values: readonly unknown[],
): Promise<QueryResult | QueryResult[]> {
  const client = await pool.connect();
  try {
    const result = await client.query(text, [...values]);
    client.release();
    return result;
  } catch (error) {
    client.release(values.length === 0);
    throw error;
  }
}

/** Refuses a server that acknowledges what a power cut would take back. */
async function assertDurable(db: Kysely<Tables>, logger: Logger): Promise<void> {
  // The second argument: null instead of an error where a relative of PostgreSQL lacks the setting.
  const { rows } = await sql<Record<Setting, string | null>>`
    select current_setting('fsync', true) as fsync,
      current_setting('synchronous_commit', true) as synchronous_commit,
      current_setting('full_page_writes', true) as full_page_writes`.execute(db);
  const [settings] = rows;
  if (settings?.fsync === 'off') {
    throw new DatabaseError('not_durable', refusal('fsync', 'set fsync = on in postgresql.conf'));
  }
  if (settings?.synchronous_commit === 'off') {
    const remedy = 'set synchronous_commit = on for the server, this database and this role';
    throw new DatabaseError('not_durable', refusal('synchronous_commit', remedy));
  }
  if (settings?.full_page_writes === 'off') {
    logger.warn({}, 'full_page_writes is off: safe only on a file system that never tears a page.');
  }
}

type Setting = 'fsync' | 'synchronous_commit' | 'full_page_writes';

const refusal = (setting: string, remedy: string): string =>
  `PostgreSQL runs with ${setting} = off and would lose acknowledged answers at a power cut. ` +
  `The service does not start on it: ${remedy}.`;

function makePool({
  url,
  logger,
  maxConnections = 10,
  answerWithinMs = 15_000,
}: PostgresOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    Client,
    max: maxConnections,
    application_name: 'otklik',
    keepAlive: true,
    // A server that hangs counts as away: the caller hears 503 and comes again.
    connectionTimeoutMillis: 5_000,
    query_timeout: answerWithinMs,
    types: { getTypeParser },
  });
  // A lost connection is an event, and one that nobody hears ends the process. The pool hears its idle
  // connections; those in use, between two queries, are heard here. The next query finds out.
  const lost = (error: Error): void => {
    logger.warn({ err: error }, 'A connection to PostgreSQL was lost.');
  };
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  const own = format === 'binary' ? undefined : parsers[oid];
  return own ?? (types.getTypeParser(oid, format) as (text: string) => unknown);
}

/** The two places at which the driver reports a lost server, made to speak our language. */
class Pool extends PgPool {
  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | void {
    if (callback !== undefined) return super.connect(callback);
    return super.connect().catch(asUnavailable);
  }
}

class Client extends PgClient {
  // The driver's nine overloads all end in one of two forms: a callback, or a promise.
  override query = ((...parameters: Parameters<typeof PgClient.prototype.query>) => {
    const result: unknown = super.query(...parameters);
    return result instanceof Promise ? result.catch((error: unknown) => this.#fail(error)) : result;
  }) as typeof PgClient.prototype.query;

  /**
   * A statement that was given up may be carried out yet. Were it a BEGIN, whoever has the connection next
   * would write into a transaction that nobody commits: so nobody has it next.
   */
  #fail(error: unknown): never {
    if (error instanceof Error && error.message === 'Query read timeout') void this.end();
    return asUnavailable(error);
  }
}

type ConnectCallback = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: boolean | Error) => void,
) => void;

function asUnavailable(error: unknown): never {
  if (!isLoss(error)) throw error;
  throw new DatabaseUnavailable('PostgreSQL cannot be reached.', { cause: error });
}

/**
 * SQLSTATE classes 08 (connection), 57P (shutdown, starting up) and 53 (out of connections, memory or
 * disk), node's network errors, and the driver's own messages, which carry no code.
 */
function isLoss(error: unknown): boolean {
  const code = sqlState(error);
  if (code !== undefined) return /^(?:08...|57P..|53...|E[A-Z_]{4,})$/.test(code);
  return error instanceof Error && lossMessages.test(error.message);
}

const lossMessages =
  /^(?:Connection terminated|timeout (?:exceeded|expired)|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;
