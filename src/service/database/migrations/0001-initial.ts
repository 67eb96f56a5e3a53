import { type Kysely, sql } from 'kysely';

/**
 * The first tables. Plain PostgreSQL that Citus, YugabyteDB and CockroachDB accept too: `project_id`
 * first in every key (Citus wants it in every unique one), random text ids, no sequence, no trigger, no
 * extension, no reference across projects.
 */
const statements = [
  `create table projects (
    id text primary key,
    name text not null,
    origins jsonb not null,
    created_at timestamptz not null
  )`,

  // A key is looked up by its hash before the project is known. The hash is of 256 random bits, so it
  // is unique without a constraint across projects.
  `create table api_keys (
    project_id text not null,
    id text not null,
    hash text not null,
    name text not null,
    scopes jsonb not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    created_at timestamptz not null,
    primary key (project_id, id),
    unique (project_id, hash)
  )`,
  `create index api_keys_by_hash on api_keys (hash)`,

  `create table signing_keys (
    project_id text not null,
    kid text not null,
    owner text not null check (owner in ('service', 'customer')),
    public_jwk jsonb not null,
    private_jwk jsonb,
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (project_id, kid)
  )`,

  `create table surveys (
    project_id text not null,
    id text not null,
    status text not null check (status in ('draft', 'published', 'closed')),
    draft jsonb not null,
    version integer,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
  )`,

  `create table survey_versions (
    project_id text not null,
    survey_id text not null,
    version integer not null,
    content jsonb not null,
    published_at timestamptz not null,
    primary key (project_id, survey_id, version)
  )`,

  `create table sessions (
    project_id text not null,
    jti text not null,
    survey_id text not null,
    response_id text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (project_id, jti)
  )`,

  `create table responses (
    project_id text not null,
    id text not null,
    survey_id text not null,
    version integer not null,
    respondent text,
    status text not null check (status in ('partial', 'completed', 'dismissed')),
    revision integer not null,
    writer text not null,
    document jsonb not null,
    content_hash text not null,
    questions jsonb not null,
    variables jsonb not null,
    page_context jsonb not null,
    deadline timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    completed_at timestamptz,
    primary key (project_id, id)
  )`,
  `create index responses_by_time on responses (project_id, created_at, id)`,
  `create index responses_by_survey on responses (project_id, survey_id, created_at, id)`,
  `create index responses_by_respondent on responses (project_id, respondent)
    where respondent is not null`,

  `create table response_grants (
    project_id text not null,
    hash text not null,
    response_id text not null,
    survey_id text not null,
    version integer not null,
    respondent text,
    origin text,
    org jsonb,
    variables jsonb not null,
    lang text,
    expires_at timestamptz not null,
    created_at timestamptz not null,
    primary key (project_id, hash)
  )`,
  `create index response_grants_by_hash on response_grants (hash)`,
  `create index response_grants_by_response on response_grants (project_id, response_id)`,
  `create index response_grants_by_respondent on response_grants (project_id, respondent)
    where respondent is not null`,

  `create table quarantine (
    project_id text not null,
    id text not null,
    response_id text not null,
    survey_id text not null,
    reason text not null,
    payload jsonb not null,
    errors jsonb not null,
    content_hash text not null,
    created_at timestamptz not null,
    primary key (project_id, id),
    unique (project_id, response_id, content_hash)
  )`,

  `create table tombstones (
    project_id text not null,
    response_hash text not null,
    erased_at timestamptz not null,
    primary key (project_id, response_hash)
  )`,

  `create table erasures (
    project_id text not null,
    id text not null,
    respondent_hash text not null,
    responses integer not null,
    requested_at timestamptz not null,
    primary key (project_id, id)
  )`,

  `create table idempotency_keys (
    project_id text not null,
    key text not null,
    route text not null,
    request_hash text not null,
    status integer not null,
    body jsonb not null,
    created_at timestamptz not null,
    primary key (project_id, key)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) {
    // In their order; PGlite takes one statement at a time.
    // oxlint-disable-next-line no-await-in-loop
    await sql.raw(statement).execute(db);
  }
}
