import { type Kysely, sql } from 'kysely';

/**
 * Who is to be asked, by which link, and where push services find them. `due_at` is the next moment at which
 * there is something to do for an invitation: to send it, to remind, to let it end.
 */
const statements = [
  `alter table projects add column code_secret text`,

  `create table invitations (
    project_id text not null,
    id text not null,
    survey_id text not null,
    respondent text not null,
    variables jsonb not null,
    channels jsonb not null,
    addresses jsonb not null,
    strict boolean not null,
    lang text,
    page text,
    reached_at text not null,
    code_hash text not null,
    status text not null,
    reason text,
    history jsonb not null,
    attempts jsonb not null,
    send_at timestamptz not null,
    remind_at timestamptz,
    reminded_at timestamptz,
    expires_at timestamptz not null,
    due_at timestamptz,
    response_id text,
    device text,
    exchanged_at timestamptz,
    created_at timestamptz not null,
    primary key (project_id, id),
    unique (project_id, code_hash)
  )`,
  `create index invitations_by_time on invitations (project_id, created_at, id)`,
  `create index invitations_by_respondent on invitations (project_id, respondent)`,
  `create index invitations_by_response on invitations (project_id, response_id)
    where response_id is not null`,
  // What has come to its end is never due: only the others are looked through.
  `create index invitations_by_due on invitations (due_at) where due_at is not null`,

  `create table push_addresses (
    project_id text not null,
    hash text not null,
    respondent text not null,
    channel text not null,
    address jsonb not null,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    primary key (project_id, hash)
  )`,
  `create index push_addresses_by_respondent on push_addresses (project_id, respondent)`,

  `create index erasures_by_respondent on erasures (project_id, respondent_hash)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
