import { type Kysely, sql } from 'kysely';

/** Where events come from: systems with a key, pages, and webhooks, each message of which counts once. */
const statements = [
  `alter table events add column source text not null default 'api'`,

  `create table hooks (
    project_id text not null,
    id text not null,
    name text not null,
    path_hash text not null,
    secret text not null,
    last_at timestamptz,
    created_at timestamptz not null,
    primary key (project_id, id),
    unique (project_id, path_hash)
  )`,

  `create table hook_messages (
    project_id text not null,
    hook_id text not null,
    message_id text not null,
    created_at timestamptz not null,
    primary key (project_id, hook_id, message_id)
  )`,
  'create index hook_messages_by_time on hook_messages (created_at)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
