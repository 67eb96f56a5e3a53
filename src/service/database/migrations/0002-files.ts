import { type Kysely, sql } from 'kysely';

/**
 * Files that belong to answers, in the pieces in which they came: `start` is where in the file a piece
 * begins. A file is there from its first piece on, before its response as often as after it.
 */
const statements = [
  `create table files (
    project_id text not null,
    response_id text not null,
    id text not null,
    question_id text not null,
    name text not null,
    type text not null,
    bytes integer not null,
    received integer not null,
    sha256 text,
    created_at timestamptz not null,
    completed_at timestamptz,
    expires_at timestamptz,
    primary key (project_id, response_id, id)
  )`,
  // What is settled has no end: only the others are looked through.
  `create index files_by_end on files (expires_at) where expires_at is not null`,

  `create table file_pieces (
    project_id text not null,
    response_id text not null,
    file_id text not null,
    start integer not null,
    content bytea not null,
    primary key (project_id, response_id, file_id, start)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
