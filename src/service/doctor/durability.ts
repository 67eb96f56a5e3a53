/** Whether what is acknowledged would survive a power cut: the settings say so, and a write is tried. */
import { sql } from 'kysely';

import type { Check } from '../../protocol/index.ts';
import type { Database } from '../database/database.ts';
import { fail, ok, warn } from './checks.ts';

const NAME = 'durability';
const SLOW_MS = 1000;

interface Setting {
  readonly name: string;
  readonly level: 'warn' | 'fail';
  readonly advice: string;
}

const POSTGRES: readonly Setting[] = [
  { name: 'fsync', level: 'fail', advice: 'Set fsync = on in postgresql.conf and restart it.' },
  {
    name: 'synchronous_commit',
    level: 'fail',
    advice: 'Set synchronous_commit = on for the server, this database and this role.',
  },
  {
    name: 'full_page_writes',
    level: 'warn',
    advice: 'Set full_page_writes = on, unless the file system never tears a page.',
  },
];

/** Here a commit does not wait for the disk; the service does, for many at once. */
const PGLITE: readonly Setting[] = [
  {
    name: 'fsync',
    level: 'fail',
    advice:
      'The database was opened by something else than this service; start it by "otklik serve".',
  },
];

export async function checkDurability(project: string, database: Database): Promise<Check[]> {
  const settings = database.kind === 'postgres' ? POSTGRES : PGLITE;
  const values = await Promise.all(
    settings.map(async ({ name }) => ({ name, value: await settingOf(name, database) })),
  );
  const off = settings.filter(({ name }) =>
    values.some((one) => one.name === name && one.value === 'off'),
  );
  const said = values.map(({ name, value }) => `${name} = ${value ?? 'unknown'}`).join(', ');
  const faults = off.map(({ name, level, advice }) =>
    (level === 'fail' ? fail : warn)(NAME, `${name} is off.`, advice),
  );
  return [...(faults.length > 0 ? faults : [ok(NAME, said)]), await tryWrite(project, database)];
}

async function settingOf(name: string, { db }: Database): Promise<string | null> {
  // The second argument: null where a relative of PostgreSQL lacks the setting.
  const { rows } = await sql<{
    value: string | null;
  }>`select current_setting(${name}, true) as value`.execute(db);
  return rows[0]?.value ?? null;
}

/** Writes a row as it is, and then looks whether the log is on the disk beyond it. */
async function tryWrite(project: string, database: Database): Promise<Check> {
  const start = performance.now();
  const position = await database.write(async (trx) => {
    await trx
      .updateTable('projects')
      .set((row) => ({ name: row.ref('name') }))
      .where('id', '=', project)
      .execute();
    const { rows } = await sql<{
      position: string;
    }>`select pg_current_wal_insert_lsn()::text as position`.execute(trx);
    return rows[0]?.position ?? '0/0';
  });
  const ms = Math.round(performance.now() - start);
  const { rows } = await sql<{
    synced: boolean;
  }>`select pg_current_wal_flush_lsn() >= ${position}::pg_lsn as synced`.execute(database.db);
  if (rows[0]?.synced !== true) {
    return fail(NAME, 'A write was acknowledged before it was on the disk.', TRUST_NOTHING);
  }
  return ms > SLOW_MS
    ? warn(NAME, `A durable write took ${ms} ms.`, 'The disk is slow, or busy with something else.')
    : ok(NAME, `A write reached the disk in ${ms} ms.`);
}

const TRUST_NOTHING = 'Stop the service; what it acknowledges may be gone after a power cut.';
