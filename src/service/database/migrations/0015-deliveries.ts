import { type Kysely, sql } from 'kysely';

/** What goes where: destinations, what is to be told to them, and what became of it. */
const statements = [
  `create table destinations (
    project_id text not null,
    id text not null,
    name text not null,
    kind text not null,
    shown jsonb not null,
    secrets text not null,
    signing text not null,
    rule jsonb not null,
    events jsonb not null,
    cross_border boolean not null,
    status text not null,
    reason text,
    failures integer not null,
    failing_since timestamptz,
    rests_until timestamptz,
    holder text,
    held_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
  )`,

  `create table notices (
    project_id text not null,
    id text not null,
    type text not null,
    subject text not null,
    survey_id text,
    respondent text,
    sequence integer not null,
    facts jsonb not null,
    at timestamptz not null,
    due_at timestamptz,
    primary key (project_id, id)
  )`,
  'create index notices_due on notices (due_at) where due_at is not null',

  `create table deliveries (
    project_id text not null,
    id text not null,
    destination_id text not null,
    type text not null,
    subject text not null,
    survey_id text,
    respondent text,
    sequence integer not null,
    facts jsonb not null,
    occurred_at timestamptz not null,
    status text not null,
    attempts integer not null,
    failures integer not null,
    begun_at timestamptz,
    effects jsonb not null,
    reason text,
    due_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
  )`,
  `create index deliveries_due on deliveries (project_id, destination_id, due_at)
    where due_at is not null`,
  'create index deliveries_by_time on deliveries (project_id, created_at, id)',
  'create index deliveries_by_destination on deliveries (project_id, destination_id, occurred_at)',
  'create index deliveries_by_respondent on deliveries (project_id, respondent)',
  'create index deliveries_by_subject on deliveries (project_id, subject)',

  `create table delivery_attempts (
    project_id text not null,
    delivery_id text not null,
    attempt integer not null,
    outcome text not null,
    reason text,
    exchanges jsonb not null,
    duration_ms integer not null,
    begun_at timestamptz not null,
    primary key (project_id, delivery_id, attempt)
  )`,
  'create index delivery_attempts_by_time on delivery_attempts (begun_at)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
