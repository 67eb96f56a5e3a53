import { type Kysely, sql } from 'kysely';

/** Webhooks of CRMs: what they mean, and since when cards are to be looked through. */
const statements = [
  `alter table hooks add column source text not null default 'otklik'`,
  'alter table hooks add column mapping jsonb',
  'alter table hooks add column read_until timestamptz',
  'alter table hooks add column due_at timestamptz',
  'create index hooks_due on hooks (due_at) where due_at is not null',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
