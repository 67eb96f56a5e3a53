import { type Kysely, sql } from 'kysely';

/** After how many days the responses of a survey are deleted. */
const statements = [
  'alter table surveys add column retention_days integer',
  'create index responses_by_survey_change on responses (project_id, survey_id, updated_at)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
