import { type Database, type Logger, silentLogger } from './database.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export interface DatabaseOptions {
  /** `postgres://…`; without it the database is a folder. */
  readonly url?: string | undefined;
  /** Holds the folder's database (`pglite/`) and its lock. Made when it is not there. */
  readonly dataDir: string;
  readonly logger?: Logger;
}

/**
 * Opens the service's database and brings its tables up to date: PostgreSQL when there is a `url`, else
 * PGlite in `dataDir`.
 *
 * @throws DatabaseError `folder_in_use`, `folder_unusable`, `not_durable`, `migration_failed`
 * @throws DatabaseUnavailable when PostgreSQL does not answer
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, dataDir, logger = silentLogger } = options;
  return url === undefined || url === ''
    ? openPglite({ dataDir, logger })
    : openPostgres({ url, logger });
}
