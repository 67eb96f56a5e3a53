/** Whether the tables are those that this version of the service knows. */
import { sql } from 'kysely';

import type { Check } from '../../protocol/index.ts';
import type { Database } from '../database/database.ts';
import { migrations } from '../database/migrations/index.ts';
import { fail, ok, warn } from './checks.ts';

export async function checkMigrations({ db }: Database): Promise<Check[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const done = new Set(rows.map(({ name }) => name));
  const known = Object.keys(migrations);
  const missing = known.filter((name) => !done.has(name));
  const later = [...done].filter((name) => !known.includes(name));
  if (missing.length > 0) {
    const finding = `The tables lack ${missing.join(', ')}.`;
    return [fail('migrations', finding, 'Run "otklik migrate", or restart the service.')];
  }
  if (later.length > 0) {
    const finding = `The tables are of a later version: ${later.join(', ')}.`;
    return [warn('migrations', finding, 'Bring this service up to the version of the others.')];
  }
  return [ok('migrations', `The tables are up to date (${known.at(-1)}).`)];
}
