/** The responses that notices and deliveries are about. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { RESPONSE_COLUMNS } from '../responses/response-rows.ts';
import type { ResponseRow } from '../responses/response-rows.ts';

interface About {
  readonly type: string;
  readonly subject: string;
}

/** By their ids. What was erased is missing. */
export async function readSubjects(
  project: string,
  all: readonly About[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, ResponseRow>> {
  const ids = all.filter(isAboutResponse).map(({ subject }) => subject);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('responses')
    .select(RESPONSE_COLUMNS)
    .where('project_id', '=', project)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export function isAboutResponse({ type }: About): boolean {
  return type.startsWith('response.') && type !== 'response.quarantined';
}
