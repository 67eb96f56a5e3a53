import { type Kysely, sql } from 'kysely';

/** What is watched and who is told, and the counts that it is seen by. */
const statements = [
  `create table alerts (
    project_id text not null,
    id text not null,
    name text not null,
    condition jsonb not null,
    targets text not null,
    origins jsonb not null,
    secret text not null,
    state text not null,
    since timestamptz not null,
    found text,
    looked_at timestamptz,
    due_at timestamptz not null,
    created_at timestamptz not null,
    primary key (project_id, id)
  )`,
  'create index alerts_due on alerts (due_at)',

  `create table signals (
    project_id text not null,
    signal text not null,
    minute timestamptz not null,
    times integer not null,
    primary key (project_id, signal, minute)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
