import { type Kysely, sql } from 'kysely';

/**
 * How often people are asked (`survey_id` is empty for the project), who is not to be asked, and places in surveys that
 * want only so many responses. Whom was asked what is in grants, responses and invitations already. An opt-out names
 * nobody: it outlives the erasure of its person, who is not to be asked afterwards either.
 */
const statements = [
  `create table asking_policies (
    project_id text not null,
    survey_id text not null,
    policy jsonb not null,
    updated_at timestamptz not null,
    primary key (project_id, survey_id)
  )`,

  `create table opt_outs (
    project_id text not null,
    respondent_hash text not null,
    via text not null,
    until timestamptz,
    created_at timestamptz not null,
    primary key (project_id, respondent_hash)
  )`,

  `create table quota_places (
    project_id text not null,
    survey_id text not null,
    response_id text not null,
    quota text not null,
    expires_at timestamptz not null,
    primary key (project_id, survey_id, response_id, quota)
  )`,
  'create index quota_places_by_end on quota_places (expires_at)',

  'alter table invitations add column even_if_tired boolean not null default false',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
