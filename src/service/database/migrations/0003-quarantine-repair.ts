import { type Kysely, sql } from 'kysely';

/**
 * A payload in quarantine can be judged again: it says by which grant and version, and how it ended. What
 * is there already gets the newest grant of its response, which nearly always is the only one.
 */
const statements = [
  `alter table quarantine add column grant_hash text not null default ''`,
  `alter table quarantine add column version integer not null default 0`,
  `alter table quarantine add column state text not null default 'kept'
    check (state in ('kept', 'repaired', 'discarded'))`,
  `alter table quarantine add column settled jsonb`,
  `update quarantine set grant_hash = held.hash, version = held.version
    from (
      select distinct on (project_id, response_id) project_id, response_id, hash, version
      from response_grants order by project_id, response_id, created_at desc
    ) held
    where held.project_id = quarantine.project_id and held.response_id = quarantine.response_id`,
  `create index quarantine_by_time on quarantine (project_id, state, created_at, id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
