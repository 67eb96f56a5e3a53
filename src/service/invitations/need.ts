/** Whether an invitation is still of use to anybody, looked at again each time that something is sent for it. */
import type { Kysely } from 'kysely';

import type { SuppressionReason, SurveyContent } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import { isAnswered } from './answered.ts';
import type { InvitationRow } from './invitation-rows.ts';

export type Need =
  | { readonly kind: 'needed'; readonly content: SurveyContent }
  | { readonly kind: 'needless'; readonly reason: SuppressionReason };

export async function needOf(
  row: InvitationRow,
  now: string,
  versions: VersionCache,
  db: Kysely<Tables>,
): Promise<Need> {
  const { project_id: project, survey_id } = row;
  const survey = await db
    .selectFrom('surveys')
    .select(['status', 'version'])
    .where('project_id', '=', project)
    .where('id', '=', survey_id)
    .executeTakeFirst();
  if (survey === undefined || survey.version === null || survey.status === 'closed') {
    return { kind: 'needless', reason: 'survey_closed' };
  }
  if (await isAnswered(row, now, db)) return { kind: 'needless', reason: 'answered' };
  const content = await versions.content(project, survey_id, survey.version, db);
  return { kind: 'needed', content };
}
