/** Whether invitations are still of use to anybody, looked at again each time that something is sent for them. */
import type { Kysely } from 'kysely';

import type { SuppressionReason, SurveyContent } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
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
  const contents = await readOpenSurveys(project, rows, versions, db);
  const isAnswered = await readAnswered(project, rows, now, db);
  return (row) => {
    const content = contents.get(row.survey_id);
    if (content === undefined) return CLOSED;
    return isAnswered(row) ? ANSWERED : { kind: 'needed', content };
  };
}

async function readOpenSurveys(
  project: string,
  rows: readonly InvitationRow[],
  versions: VersionCache,
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, SurveyContent>> {
  const surveys = await db
    .selectFrom('surveys')
    .select(['id', 'version'])
    .where('project_id', '=', project)
    .where('id', 'in', [...new Set(rows.map(({ survey_id }) => survey_id))])
    .where('status', '!=', 'closed')
    .execute();
  const contents = new Map<string, SurveyContent>();
  for (const { id, version } of surveys) {
    if (version === null) continue;
    // oxlint-disable-next-line no-await-in-loop -- mostly from memory
    contents.set(id, await versions.content(project, id, version, db));
  }
  return contents;
}
