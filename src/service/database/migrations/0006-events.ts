import { type Kysely, sql } from 'kysely';

/** What happened to people, and what is known of them. */
const statements = [
  `create table events (
    project_id text not null,
    id text not null,
    name text not null,
    respondent text not null,
    at timestamptz not null,
    properties jsonb not null,
    content_hash text not null,
    created_at timestamptz not null,
    primary key (project_id, id)
  )`,
  `create index events_by_time on events (project_id, created_at, id)`,
  `create index events_by_respondent on events (project_id, respondent, created_at, id)`,
  `create index events_by_name on events (project_id, name, created_at, id)`,

  `create table event_types (
    project_id text not null,
    name text not null,
    declared jsonb not null,
    updated_at timestamptz not null,
    primary key (project_id, name)
  )`,

  `create table respondent_profiles (
    project_id text not null,
    respondent text not null,
    attributes jsonb not null,
    lang text,
    timezone text,
    email text,
    updated_at timestamptz not null,
    primary key (project_id, respondent)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
