/** A survey's row as the API shows it. */
import type { Kysely } from 'kysely';

import type { Survey, SurveyContent, SurveyVersion } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';

export const SURVEY_COLUMNS = [
  'id',
  'status',
  'version',
  'draft',
  'created_at',
  'updated_at',
] as const;

export interface SurveyRow {
  readonly id: string;
  readonly status: Survey['status'];
  readonly version: number | null;
  readonly draft: unknown;
  readonly created_at: string;
  readonly updated_at: string;
}

export function surveyOf(row: SurveyRow): Survey {
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    draft: row.draft as SurveyContent,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export const VERSION_COLUMNS = ['survey_id', 'version', 'content', 'published_at'] as const;

export interface VersionRow {
  readonly survey_id: string;
  readonly version: number;
  readonly content: unknown;
  readonly published_at: string;
}

export function versionOf(row: VersionRow): SurveyVersion {
  return {
    survey: row.survey_id,
    version: row.version,
    content: row.content as SurveyContent,
    publishedAt: row.published_at,
  };
}

/** Another project's survey is as unknown as none at all. */
export async function requireSurvey(
  project: string,
  id: string,
  db: Kysely<Tables>,
): Promise<SurveyRow> {
  const row = await db
    .selectFrom('surveys')
    .select(SURVEY_COLUMNS)
    .where('project_id', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('survey_unknown');
  return row;
}
