import { type Kysely, sql } from 'kysely';

/**
 * Scenarios, who is on the way through them, and what was done for whom. `journeys_active` lets nobody be on the same
 * way twice, whatever happens at once; `due_at` says when a journey goes on by the clock. What its invitations come to
 * waits in `journey_news`, so that whoever holds an invitation never waits for a journey.
 */
const statements = [
  `create table scenarios (
    project_id text not null,
    id text not null,
    status text not null,
    draft jsonb not null,
    version integer,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
  )`,

  `create table scenario_versions (
    project_id text not null,
    scenario_id text not null,
    version integer not null,
    content jsonb not null,
    reached_at text not null,
    published_at timestamptz not null,
    primary key (project_id, scenario_id, version)
  )`,

  `create table journeys (
    project_id text not null,
    id text not null,
    scenario_id text not null,
    version integer not null,
    respondent text not null,
    occasion text not null,
    event jsonb not null,
    status text not null,
    step text,
    since timestamptz not null,
    asked jsonb not null,
    due_at timestamptz,
    created_at timestamptz not null,
    primary key (project_id, id)
  )`,
  `create unique index journeys_active on journeys (project_id, scenario_id, respondent, occasion)
    where status = 'active'`,
  `create index journeys_by_respondent on journeys (project_id, respondent, scenario_id)`,
  `create index journeys_by_scenario on journeys (project_id, scenario_id, created_at, id)`,
  // Those without a time are never due: only the others are looked through.
  `create index journeys_by_due on journeys (due_at) where due_at is not null`,

  `create table journey_news (
    project_id text not null,
    id text not null,
    journey_id text not null,
    invitation_id text not null,
    status text not null,
    reason text,
    due_at timestamptz not null,
    primary key (project_id, id)
  )`,
  `create index journey_news_by_due on journey_news (due_at)`,

  `create table automation_log (
    project_id text not null,
    id text not null,
    scenario_id text not null,
    journey_id text,
    respondent text not null,
    occasion text not null,
    step text,
    survey_id text,
    what text not null,
    why text not null,
    created_at timestamptz not null,
    primary key (project_id, id)
  )`,
  `create index automation_log_by_time on automation_log (project_id, created_at, id)`,
  `create index automation_log_by_respondent on automation_log (project_id, respondent, created_at, id)`,
  `create index automation_log_by_scenario on automation_log (project_id, scenario_id, created_at, id)`,

  `alter table invitations add column journey_id text`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
