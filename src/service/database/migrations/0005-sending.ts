import { type Kysely, sql } from 'kysely';

/**
 * How push services are reached, and what each device was sent. The jobs themselves are in a schema of the job
 * queue's own.
 */
const statements = [
  `create table push_channels (
    project_id text not null,
    channel text not null,
    settings jsonb not null,
    secrets text not null,
    fingerprints jsonb not null,
    stopped_at timestamptz,
    stopped_because text,
    updated_at timestamptz not null,
    primary key (project_id, channel)
  )`,

  `create table pushes (
    project_id text not null,
    invitation_id text not null,
    address_hash text not null,
    reminder boolean not null,
    channel text not null,
    state text not null,
    updated_at timestamptz not null,
    primary key (project_id, invitation_id, address_hash, reminder)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
