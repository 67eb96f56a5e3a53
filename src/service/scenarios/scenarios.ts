/** The routes of scenarios, of who is on the way, and of what was done for whom. */
import type { Kysely } from 'kysely';

import type { Scenario } from '../../protocol/index.ts';
import { readPolicies } from '../asking/permissions.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { entryOf } from './automation-log.ts';
import { storedJourneyOf } from './journey-rows.ts';
import { changeStatus, publishScenario } from './publishing.ts';
import { requireScenario, scenarioOf } from './scenario-rows.ts';
import { askingBy } from './simulation/asking-by.ts';
import { simulate } from './simulation/simulation.ts';

type Names =
  | 'listScenarios'
  | 'createScenario'
  | 'getScenario'
  | 'putScenario'
  | 'publishScenario'
  | 'pauseScenario'
  | 'endScenario'
  | 'simulateScenario'
  | 'listJourneys'
  | 'listAutomationLog';

export function scenarioHandlers(
  world: World,
  versions: VersionCache,
): Pick<PrivateHandlers, Names> {
  return {
    listScenarios: async ({ project, query, db }) => {
      const rows = db.selectFrom('scenarios').selectAll().where('project_id', '=', project);
      return await newestFirst(rows, query, scenarioOf);
    },

    createScenario: async ({ project, body, db }) => {
      const id = body.id ?? newId('scn', world);
      const row = await db
        .insertInto('scenarios')
        .values(newScenario(project, id, body.draft, world))
        .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('scenario_exists');
      return scenarioOf(row);
    },

    getScenario: async ({ project, params, db }) =>
      scenarioOf(await requireScenario(project, params.id, db)),

    putScenario: async ({ project, params, body, db }) => {
      const row = await db
        .insertInto('scenarios')
        .values(newScenario(project, params.id, body.draft, world))
        .onConflict((conflict) =>
          conflict.columns(['project_id', 'id']).doUpdateSet({
            draft: toJson(body.draft),
            updated_at: world.now().toISOString(),
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return scenarioOf(row);
    },

    publishScenario: async ({ project, params, reached, db }) =>
      scenarioOf(
        await publishScenario({ project, id: params.id, reached }, db, { versions, world }),
      ),

    pauseScenario: async ({ project, params, db }) =>
      scenarioOf(await changeStatus(project, params.id, 'paused', db, world)),

    endScenario: async ({ project, params, db }) =>
      scenarioOf(await changeStatus(project, params.id, 'ended', db, world)),

    simulateScenario: async ({ project, params, body, db }) => {
      const { draft } = await requireScenario(project, params.id, db);
      return simulate(draft, body, askingBy(await readPolicies(project, db)));
    },

    listJourneys: async ({ project, params, query, db }) => {
      await requireScenario(project, params.id, db);
      return await journeysOf(project, params.id, query, db);
    },

    listAutomationLog: async ({ project, query, db }) => {
      const { scenario, respondent, survey } = query;
      let rows = db.selectFrom('automation_log').selectAll().where('project_id', '=', project);
      if (scenario !== undefined) rows = rows.where('scenario_id', '=', scenario);
      if (respondent !== undefined) rows = rows.where('respondent', '=', respondent);
      if (survey !== undefined) rows = rows.where('survey_id', '=', survey);
      return await newestFirst(rows, query, entryOf);
    },
  };
}

function newScenario(project: string, id: string, draft: Scenario, { now }: World) {
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

type JourneyQuery = Parameters<PrivateHandlers['listJourneys']>[0]['query'];

async function journeysOf(
  project: string,
  scenario: string,
  query: JourneyQuery,
  db: Kysely<Tables>,
) {
  const { respondent, status } = query;
  let rows = db
    .selectFrom('journeys')
    .selectAll()
    .where('project_id', '=', project)
    .where('scenario_id', '=', scenario);
  if (respondent !== undefined) rows = rows.where('respondent', '=', respondent);
  if (status !== undefined) rows = rows.where('status', '=', status);
  return await newestFirst(rows, query, storedJourneyOf);
}
