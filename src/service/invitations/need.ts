/** Whether invitations are still of use to anybody, looked at again each time that something is sent for them. */
import type { Kysely } from 'kysely';

import type { SuppressionReason, SurveyContent } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { readPublished } from '../surveys/published-surveys.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import { readAnswered } from './answered.ts';
import type { InvitationRow } from './invitation-rows.ts';

export type Need =
  | { readonly kind: 'needed'; readonly content: SurveyContent }
  | { readonly kind: 'needless'; readonly reason: SuppressionReason };

const CLOSED: Need = { kind: 'needless', reason: 'survey_closed' };
const ANSWERED: Need = { kind: 'needless', reason: 'answered' };

export async function needOf(
  row: InvitationRow,
  now: string,
  versions: VersionCache,
  db: Kysely<Tables>,
): Promise<Need> {
  return (await readNeeds(row.project_id, [row], now, versions, db))(row);
}

/** Of one project's, in two statements however many they are. */
export async function readNeeds(
  project: string,
  rows: readonly InvitationRow[],
  now: string,
  versions: VersionCache,
  db: Kysely<Tables>,
): Promise<(row: InvitationRow) => Need> {
  if (rows.length === 0) return () => CLOSED;
  const surveys = rows.map(({ survey_id }) => survey_id);
  const published = await readPublished(project, surveys, versions, db);
  const isAnswered = await readAnswered(project, rows, now, db);
  return (row) => {
    const survey = published.get(row.survey_id);
    if (survey === undefined || survey.isClosed) return CLOSED;
    return isAnswered(row) ? ANSWERED : { kind: 'needed', content: survey.content };
  };
}
