import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DatabaseError } from './errors.ts';
import { migrations } from './migrations/index.ts';

/**
 * Brings the tables up to date, all or nothing. On PostgreSQL under an advisory lock, so that several
 * nodes may start at once; on PGlite there is only one.
 *
 * @returns the names of the migrations that ran now
 */
export async function migrate<T>(db: Kysely<T>): Promise<string[]> {
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return results.map(({ migrationName }) => migrationName);
  if (error instanceof DatabaseError) throw error;
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  const which = failed === undefined ? '' : ` (${failed})`;
  const message = `The tables could not be brought up to date${which}. Nothing was changed.`;
  throw new DatabaseError('migration_failed', message, { cause: error });
}
