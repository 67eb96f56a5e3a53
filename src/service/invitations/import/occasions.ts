/** What people have been invited to and have not answered yet. */
import type { Kysely } from 'kysely';

import type { InvitationRequest, InvitationStatus } from '../../../protocol/index.ts';
import type { Tables } from '../../database/types.ts';
import type { TableRow } from './table.ts';

const OPEN: readonly InvitationStatus[] = ['scheduled', 'sent', 'delivered', 'opened', 'started'];

/** The same person, asked the same about the same. */
export function occasionOf({
  respondent,
  variables = {},
}: Pick<InvitationRequest, 'respondent' | 'variables'>): string {
  return JSON.stringify([respondent, Object.entries(variables).sort(byName)]);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where each is, in words that go on "The same person with the same variables …". */
export async function openOccasions(
  project: string,
  survey: string,
  rows: readonly TableRow[],
  db: Kysely<Tables>,
): Promise<Map<string, string>> {
  const respondents = [...new Set(rows.map(({ cells }) => cells['respondent'] ?? ''))];
  if (respondents.length === 0) return new Map();
  const open = await db
    .selectFrom('invitations')
    .select(['id', 'respondent', 'variables'])
    .where('project_id', '=', project)
    .where('survey_id', '=', survey)
    .where('respondent', 'in', respondents)
    .where('status', 'in', OPEN)
    .execute();
  return new Map(
    open.map(({ id, respondent, variables }) => [
      occasionOf({ respondent, variables }),
      `is invited already, by ${id}`,
    ]),
  );
}
