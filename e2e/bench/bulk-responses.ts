/** Responses by the thousand, straight into the tables: what is measured comes after they were stored. */
import type { Client } from 'pg';

/** @param notices whether destinations are to hear of them, as the service says it in the same transaction */
export async function insertResponses(
  database: Client,
  from: number,
  count: number,
  { notices }: { readonly notices: boolean },
): Promise<void> {
  await database.query(
    `with made as (
      insert into responses (project_id, id, survey_id, version, respondent, status, revision, writer, document, content_hash,
        questions, variables, page_context, deadline, created_at, updated_at, completed_at)
      select 'prj_default', '01934567-89ab-7cde-8f01-' || lpad(to_hex($1::bigint + n), 12, '0'), 'srv_bench', 1,
        'customer-' || ($1::bigint + n), 'completed', 1, 'grant',
        jsonb_build_object('lang', 'en', 'timings', jsonb_build_object('startedAt', '2026-11-22T12:00:00.000Z',
          'updatedAt', '2026-11-22T12:00:00.000Z'), 'answers', jsonb_build_object(
          'nps', jsonb_build_object('value', n % 11, 'at', '2026-11-22T12:00:00.000Z'),
          'why', jsonb_build_object('value', 'Because it was number ' || n || ', and late', 'at', '2026-11-22T12:00:00.000Z'))),
        'hash', '{"nps": "answered", "why": "answered"}', '{"segment": {"value": "vip", "source": "token"}}', '{}',
        '2099-01-01', date_trunc('milliseconds', clock_timestamp()), now(), now()
      from generate_series(0, $2::bigint - 1) n
      returning id, created_at, respondent
    )
    insert into notices (project_id, id, type, subject, survey_id, respondent, sequence, facts, at, due_at)
    select 'prj_default', 'response.completed/' || id, 'response.completed', id, 'srv_bench', respondent, 1, '{}', created_at,
      created_at
    from made where $3`,
    [from, count, notices],
  );
}
