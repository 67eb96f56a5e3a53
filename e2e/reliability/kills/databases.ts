import { startPostgres } from '../../../scripts/postgres.ts';

export type DatabaseName = 'PGlite' | 'PostgreSQL';

/** Services that are made meanwhile are on this database. */
export async function on<T>(database: DatabaseName, work: () => Promise<T>): Promise<T> {
  if (database === 'PGlite') return work();
  const given = process.env['OTKLIK_TEST_POSTGRES_URL'];
  const server = given === undefined ? await startPostgres() : undefined;
  process.env['OTKLIK_TEST_POSTGRES_URL'] = given ?? server?.url;
  process.env['OTKLIK_TEST_DATABASE'] = 'postgres';
  try {
    return await work();
  } finally {
    delete process.env['OTKLIK_TEST_DATABASE'];
    if (given === undefined) delete process.env['OTKLIK_TEST_POSTGRES_URL'];
    await server?.stop();
  }
}
