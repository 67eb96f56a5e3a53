/** Surveys as the researcher works on them: drafts, versions, open and closed. */
import type { Kysely } from 'kysely';

import type { Survey, SurveyContent } from '../../protocol/index.ts';
import { decodeCursor, newestFirst, pageOf, pageSize } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { publishSurvey } from './publishing.ts';
import {
  requireSurvey,
  SURVEY_COLUMNS,
  surveyOf,
  VERSION_COLUMNS,
  versionOf,
} from './survey-rows.ts';

type Names =
  | 'listSurveys'
  | 'createSurvey'
  | 'getSurvey'
  | 'putSurvey'
  | 'listVersions'
  | 'publishSurvey'
  | 'closeSurvey';

export function surveyHandlers(world: World): Pick<PrivateHandlers, Names> {
  return {
    listSurveys: async ({ project, query, db }) => {
      const rows = db
        .selectFrom('surveys')
        .select(SURVEY_COLUMNS)
        .where('project_id', '=', project);
      return await newestFirst(rows, query, surveyOf);
    },

    createSurvey: async ({ project, body, db }) => {
      const id = body.id ?? newId('srv', world);
      const row = await db
        .insertInto('surveys')
        .values(newSurvey(project, id, body.draft, world))
        .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
        .returning(SURVEY_COLUMNS)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('survey_exists');
      return surveyOf(row);
    },

    getSurvey: async ({ project, params, db }) =>
      surveyOf(await requireSurvey(project, params.id, db)),

    putSurvey: async ({ project, params, body, db }) => {
      const row = await db
        .insertInto('surveys')
        .values(newSurvey(project, params.id, body.draft, world))
        .onConflict((conflict) =>
          conflict.columns(['project_id', 'id']).doUpdateSet({
            draft: toJson(body.draft),
            updated_at: world.now().toISOString(),
          }),
        )
        .returning(SURVEY_COLUMNS)
        .executeTakeFirstOrThrow();
      return surveyOf(row);
    },

    listVersions: async ({ project, params, query, db }) => {
      await requireSurvey(project, params.id, db);
      return await listVersions(project, params.id, query, db);
    },

    publishSurvey: ({ project, params, db }) => publishSurvey(project, params.id, db, world),

    closeSurvey: async ({ project, params, db }) => closeSurvey(project, params.id, db, world),
  };
}

function newSurvey(project: string, id: string, draft: SurveyContent, { now }: World) {
  const createdAt = now().toISOString();
  return {
    project_id: project,
    id,
    status: 'draft' as const,
    draft: toJson(draft),
    created_at: createdAt,
    updated_at: createdAt,
  };
}

async function listVersions(
  project: string,
  survey: string,
  query: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  db: Kysely<Tables>,
) {
  const size = pageSize(query);
  let rows = db
    .selectFrom('survey_versions')
    .select(VERSION_COLUMNS)
    .where('project_id', '=', project)
    .where('survey_id', '=', survey);
  if (query.cursor !== undefined) {
    const version = Number(decodeCursor(query.cursor).id);
    if (!Number.isInteger(version) || version < 1 || version > 2 ** 31 - 1) {
      throw new ProblemError('cursor_invalid');
    }
    rows = rows.where('version', '<', version);
  }
  const found = await rows
    .orderBy('version', 'desc')
    .limit(size + 1)
    .execute();
  return pageOf(found, size, versionOf, ({ published_at, version }) => ({
    time: published_at,
    id: String(version),
  }));
}

/** Closing twice is closing once. A draft that nobody was asked has nothing to close. */
async function closeSurvey(
  project: string,
  id: string,
  db: Kysely<Tables>,
  { now }: World,
): Promise<Survey> {
  const { version, status } = await requireSurvey(project, id, db);
  if (version === null) throw new ProblemError('survey_not_published');
  if (status === 'closed') return surveyOf(await requireSurvey(project, id, db));
  const row = await db
    .updateTable('surveys')
    .set({ status: 'closed', updated_at: now().toISOString() })
    .where('project_id', '=', project)
    .where('id', '=', id)
    .returning(SURVEY_COLUMNS)
    .executeTakeFirstOrThrow();
  return surveyOf(row);
}
