import { type Kysely, sql } from 'kysely';

/** Links under which answers are read, and an order for whoever reads what has changed. */
const statements = [
  `create table reading_links (
    project_id text not null,
    id text not null,
    survey_id text not null,
    name text not null,
    path_hash text not null,
    texts text not null,
    lang text,
    fields jsonb,
    expires_at timestamptz,
    last_used_at timestamptz,
    created_at timestamptz not null,
    primary key (project_id, id),
    unique (project_id, path_hash)
  )`,
  'create index responses_by_change on responses (project_id, updated_at, id)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
