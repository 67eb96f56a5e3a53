/** Publishing freezes a scenario's draft as the next version; pausing and ending say who still goes by it. */
import type { Kysely } from 'kysely';

import type { Scenario, SurveyContent } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { canonicalJson } from '../hash.ts';
import { ownCodeSecret } from '../invitations/codes.ts';
import { ProblemError } from '../problem-error.ts';
import { readPublished } from '../surveys/published-surveys.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { checkScenario } from './rules/rules.ts';
import { lockScenario } from './scenario-rows.ts';
import type { ScenarioRow } from './scenario-rows.ts';
import { surveysAsked, surveysLookedAt } from './surveys-of-scenario.ts';

export interface Publication {
  readonly project: string;
  readonly id: string;
  /** The service's origin, as the request has reached it. */
  readonly reached: string;
}

interface Press {
  /** Of surveys. */
  readonly versions: VersionCache;
  readonly world: World;
}

/**
 * An unchanged draft gives the present version, and one that was paused or ended begins again.
 *
 * @throws ProblemError `scenario_unknown`, `scenario_invalid` with pointers into the draft
 */
export async function publishScenario(
  { project, id, reached }: Publication,
  trx: Kysely<Tables>,
  { versions, world }: Press,
): Promise<ScenarioRow> {
  const { draft, version } = await lockScenario(project, id, trx);
  const errors = checkScenario(draft, await publishedSurveys(project, draft, trx, versions));
  if (errors.length > 0) throw new ProblemError('scenario_invalid', { errors });
  // Invitations are made of it, by whoever comes first.
  await ownCodeSecret(project, trx, world);
  const now = world.now().toISOString();
  const isSame = version !== null && (await isPresent(project, id, version, draft, trx));
  const next = isSame ? version : (version ?? 0) + 1;
  if (!isSame) {
    const content = toJson(draft);
    await trx
      .insertInto('scenario_versions')
      .values({
        project_id: project,
        scenario_id: id,
        version: next,
        content,
        reached_at: reached,
        published_at: now,
      })
      .execute();
  }
  return await change(project, id, { status: 'published', version: next, updated_at: now }, trx);
}

async function isPresent(
  project: string,
  id: string,
  version: number,
  draft: Scenario,
  db: Kysely<Tables>,
): Promise<boolean> {
  const { content } = await db
    .selectFrom('scenario_versions')
    .select('content')
    .where('project_id', '=', project)
    .where('scenario_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return canonicalJson(content) === canonicalJson(draft);
}

/** Those that it names, as far as they are published. */
async function publishedSurveys(
  project: string,
  draft: Scenario,
  db: Kysely<Tables>,
  versions: VersionCache,
): Promise<ReadonlyMap<string, SurveyContent>> {
  const named = [...surveysAsked(draft), ...surveysLookedAt(draft)];
  const published = await readPublished(project, named, versions, db);
  return new Map([...published].map(([id, { content }]) => [id, content]));
}

/**
 * Doing it twice is doing it once. Of one that ends, all journeys are due.
 *
 * @throws ProblemError `scenario_unknown`, `scenario_not_published`
 */
export async function changeStatus(
  project: string,
  id: string,
  status: 'paused' | 'ended',
  trx: Kysely<Tables>,
  { now }: World,
): Promise<ScenarioRow> {
  const row = await lockScenario(project, id, trx);
  if (row.version === null) throw new ProblemError('scenario_not_published');
  if (row.status === status) return row;
  const at = now().toISOString();
  if (status === 'ended') {
    await trx
      .updateTable('journeys')
      .set({ due_at: at })
      .where('project_id', '=', project)
      .where('scenario_id', '=', id)
      .where('status', '=', 'active')
      .execute();
  }
  return await change(project, id, { status, updated_at: at }, trx);
}

async function change(
  project: string,
  id: string,
  to: Partial<Pick<ScenarioRow, 'status' | 'version' | 'updated_at'>>,
  trx: Kysely<Tables>,
): Promise<ScenarioRow> {
  return await trx
    .updateTable('scenarios')
    .set(to)
    .where('project_id', '=', project)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
