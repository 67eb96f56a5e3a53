/** A scenario's row as the API shows it. */
import type { Kysely, Selectable } from 'kysely';

import type { StoredScenario } from '../../protocol/index.ts';
import type { ScenariosTable, Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';

export type ScenarioRow = Selectable<ScenariosTable>;

export function scenarioOf(row: ScenarioRow): StoredScenario {
  const { id, status, draft, version, created_at: createdAt, updated_at: updatedAt } = row;
  return { id, status, draft, version, createdAt, updatedAt };
}

/** Another project's scenario is as unknown as none at all. */
export async function requireScenario(
  project: string,
  id: string,
  db: Kysely<Tables>,
): Promise<ScenarioRow> {
  return known(await byId(project, id, db).executeTakeFirst());
}

/** Until the transaction ends nobody else publishes, pauses or ends it. */
export async function lockScenario(
  project: string,
  id: string,
  trx: Kysely<Tables>,
): Promise<ScenarioRow> {
  return known(await byId(project, id, trx).forUpdate().executeTakeFirst());
}

function byId(project: string, id: string, db: Kysely<Tables>) {
  return db
    .selectFrom('scenarios')
    .selectAll()
    .where('project_id', '=', project)
    .where('id', '=', id);
}

function known(row: ScenarioRow | undefined): ScenarioRow {
  if (row === undefined) throw new ProblemError('scenario_unknown');
  return row;
}
