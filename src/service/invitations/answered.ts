/** Whether somebody has already said, on another way, what they would be asked by an invitation. */
import type { Kysely } from 'kysely';

import type { InvitationStatus, Variables } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { signedPart } from '../sessions/earlier.ts';
import type { InvitationRow } from './invitation-rows.ts';

/** For each invitation, so many latest responses are looked at. */
const RESPONSES_MAX = 50;

/** Its respondent may be looking at it, and has not followed it. */
export const UNFOLLOWED: readonly InvitationStatus[] = ['sent', 'delivered', 'opened'];

/**
 * By the same rule as a session knows a response again: same person, survey and signed variables. Those of an
 * invitation were found to be declared when it was made.
 */
export function isSameOccasion(
  { variables: signed }: Pick<InvitationRow, 'variables'>,
  variables: Variables,
): boolean {
  const ours = Object.entries(signed).map(
    ([name, value]) => [name, { value, source: 'token' as const }] as const,
  );
  return signedPart(Object.fromEntries(ours)) === signedPart(variables);
}

/** Of one project's invitations. */
export async function readAnswered(
  project: string,
  rows: readonly InvitationRow[],
  now: string,
  db: Kysely<Tables>,
): Promise<(row: InvitationRow) => boolean> {
  const responses = await db
    .selectFrom('responses')
    .select(['respondent', 'survey_id', 'variables'])
    .where('project_id', '=', project)
    .where('respondent', 'in', [...new Set(rows.map(({ respondent }) => respondent))])
    .where('survey_id', 'in', [...new Set(rows.map(({ survey_id }) => survey_id))])
    .where('status', '=', 'completed')
    .where('deadline', '>', now)
    .orderBy('created_at', 'desc')
    .limit(RESPONSES_MAX * rows.length)
    .execute();
  return (row) =>
    responses.some(
      ({ respondent, survey_id, variables }) =>
        respondent === row.respondent &&
        survey_id === row.survey_id &&
        isSameOccasion(row, variables as Variables),
    );
}
