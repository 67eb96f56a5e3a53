/** The routes of how often people are asked. */
import type { Kysely } from 'kysely';

import { ProjectAskingPolicy, SurveyAskingPolicy } from '../../protocol/index.ts';
import type { AskingVerdict } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { requireSurvey } from '../surveys/survey-rows.ts';
import type { World } from '../world.ts';
import { optIn, optOut, readOptOut } from './opt-outs.ts';
import { PROJECT, readVerdicts } from './permissions.ts';

type Names =
  | 'getSurveyAsking'
  | 'putSurveyAsking'
  | 'getProjectAsking'
  | 'putProjectAsking'
  | 'explainAsking'
  | 'optOutRespondent'
  | 'optInRespondent';

export function askingHandlers(world: World): Pick<PrivateHandlers, Names> {
  const { now } = world;
  return {
    getSurveyAsking: async ({ project, params, db }) => {
      await requireSurvey(project, params.id, db);
      return SurveyAskingPolicy.parse(await read(project, params.id, db));
    },
    putSurveyAsking: async ({ project, params, body, db }) => {
      await requireSurvey(project, params.id, db);
      await write(project, params.id, body, db, world);
      return body;
    },
    getProjectAsking: async ({ project, db }) =>
      ProjectAskingPolicy.parse(await read(project, PROJECT, db)),
    putProjectAsking: async ({ project, body, db }) => {
      await write(project, PROJECT, body, db, world);
      return body;
    },
    explainAsking: async ({ project, params, query, db }) => {
      const surveys = await explain(project, params.id, query.survey, db, world);
      return { respondent: params.id, surveys };
    },
    optOutRespondent: async ({ project, params, db }) => {
      const respondent = params.id;
      await optOut({ project, respondent, via: 'company', until: null }, db, now());
      return await readOptOut(project, respondent, now(), db);
    },
    optInRespondent: async ({ project, params, db }) => {
      await optIn(project, params.id, db);
      return await readOptOut(project, params.id, now(), db);
    },
  };
}

async function read(project: string, survey: string, db: Kysely<Tables>): Promise<unknown> {
  const row = await db
    .selectFrom('asking_policies')
    .select('policy')
    .where('project_id', '=', project)
    .where('survey_id', '=', survey)
    .executeTakeFirst();
  return row?.policy ?? {};
}

async function write(
  project: string,
  survey: string,
  policy: object,
  trx: Kysely<Tables>,
  { now }: World,
): Promise<void> {
  const content = { policy: toJson(policy), updated_at: now().toISOString() };
  await trx
    .insertInto('asking_policies')
    .values({ project_id: project, survey_id: survey, ...content })
    .onConflict((conflict) => conflict.columns(['project_id', 'survey_id']).doUpdateSet(content))
    .execute();
}

/** Of one survey, or of all that are open. */
async function explain(
  project: string,
  respondent: string,
  survey: string | undefined,
  db: Kysely<Tables>,
  { now }: World,
): Promise<AskingVerdict[]> {
  if (survey !== undefined) await requireSurvey(project, survey, db);
  const surveys = survey === undefined ? await openSurveys(project, db) : [survey];
  const all = surveys.map((id) => ({ respondent, survey: id }));
  const verdictOf = await readVerdicts(project, all, now(), db);
  return all.map(verdictOf);
}

async function openSurveys(project: string, db: Kysely<Tables>): Promise<string[]> {
  const rows = await db
    .selectFrom('surveys')
    .select('id')
    .where('project_id', '=', project)
    .where('status', '=', 'published')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
