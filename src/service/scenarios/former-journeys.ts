/** What people are on, or have been on, when something happens to them. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import type { ArrivedEvent } from '../events/listener.ts';
import type { Journey } from './journey.ts';
import { journeyOf } from './journey-rows.ts';
import type { PublishedScenario, ScenarioVersions } from './scenario-versions.ts';

/** Which of these events may end a journey of its person. Nothing is locked yet. */
export async function readCancelling(
  project: string,
  events: readonly ArrivedEvent[],
  db: Kysely<Tables>,
  { scenarios }: { readonly scenarios: ScenarioVersions },
): Promise<(event: ArrivedEvent) => boolean> {
  const rows = await db
    .selectFrom('journeys')
    .select(['scenario_id', 'version', 'respondent'])
    .distinct()
    .where('project_id', '=', project)
    .where('respondent', 'in', peopleOf(events))
    .where('status', '=', 'active')
    .execute();
  const keys = rows.map(({ scenario_id: scenario, version }) => ({ scenario, version }));
  const scenarioOf = await scenarios.ofJourneys(project, keys, db);
  const cancelling = new Set(
    rows.flatMap(({ respondent, scenario_id: scenario, version }) =>
      (scenarioOf({ scenario, version }).content.cancelOn ?? []).map(({ event }) =>
        JSON.stringify([respondent, event]),
      ),
    ),
  );
  return ({ respondent, name }) => cancelling.has(JSON.stringify([respondent, name]));
}

interface Told {
  readonly event: ArrivedEvent;
  readonly starts: readonly PublishedScenario[];
}

/** Those under way, and those that are over in scenarios that nobody enters twice. */
export async function lockFormer(
  project: string,
  told: readonly Told[],
  trx: Kysely<Tables>,
): Promise<readonly Journey[]> {
  const once = told.flatMap(({ starts }) =>
    starts.flatMap(({ id, content }) => (content.again === 'never' ? [id] : [])),
  );
  const rows = await trx
    .selectFrom('journeys')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', 'in', peopleOf(told.map(({ event }) => event)))
    .where(({ eb, or }) =>
      once.length === 0
        ? eb('status', '=', 'active')
        : or([eb('status', '=', 'active'), eb('scenario_id', 'in', [...new Set(once)])]),
    )
    // In one order in every transaction: two of them cannot wait for each other.
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(journeyOf);
}

function peopleOf(events: readonly ArrivedEvent[]): readonly string[] {
  return [...new Set(events.map(({ respondent }) => respondent))];
}
