import { type Kysely, sql } from 'kysely';

/** When pages ask. */
const statement = `create table on_page_rules (
  project_id text not null primary key,
  rules jsonb not null,
  revision integer not null,
  updated_at timestamptz not null
)`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statement).execute(db);
}
