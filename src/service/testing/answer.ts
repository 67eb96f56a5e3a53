import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import { toJson } from '../database/json.ts';
import type { ResponsesTable } from '../database/types.ts';

const time = '2026-01-31T09:15:00.000Z';

/** A row for `responses`, complete and valid; name what the test is about. */
export function answer(
  given: Partial<Insertable<ResponsesTable>> = {},
): Insertable<ResponsesTable> {
  return {
    project_id: 'prj_shop',
    id: randomUUID(),
    survey_id: 'srv_delivery',
    version: 1,
    respondent: null,
    status: 'completed',
    revision: 1,
    writer: 'grant',
    document: toJson({ answers: { speed: 9 } }),
    content_hash: 'hash',
    questions: toJson({ speed: 'answered' }),
    variables: toJson({}),
    page_context: toJson({}),
    deadline: '2026-03-02T09:15:00.000Z',
    created_at: time,
    updated_at: time,
    completed_at: time,
    ...given,
  };
}
