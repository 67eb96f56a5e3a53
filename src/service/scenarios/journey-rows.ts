/** A journey's row: as the rules know it, as the API shows it, and many of them in one statement. */
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';

import type { StoredJourney } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { JourneysTable, Tables } from '../database/types.ts';
import type { Journey } from './journey.ts';

export type JourneyRow = Selectable<JourneysTable>;

export function journeyOf(row: JourneyRow): Journey {
  return {
    id: row.id,
    scenario: row.scenario_id,
    version: row.version,
    respondent: row.respondent,
    key: row.occasion,
    event: row.event,
    status: row.status,
    step: row.step,
    since: row.since,
    dueAt: row.due_at,
    asked: row.asked,
    enteredAt: row.created_at,
  };
}

export function storedJourneyOf(row: JourneyRow): StoredJourney {
  const { event: _, key: occasion, asked, ...journey } = journeyOf(row);
  // The database keeps keys in an order of its own.
  const inOrder = Object.entries(asked).toSorted(([, a], [, b]) => (a.at < b.at ? -1 : 1));
  const shown = inOrder.map(([step, { survey, invitation, status, reason }]) => {
    return [step, { survey, invitation, status, ...(reason && { reason }) }] as const;
  });
  return { ...journey, occasion, asked: Object.fromEntries(shown) };
}

const CHANGE = {
  id: 'text',
  status: 'text',
  step: 'text',
  since: 'timestamptz',
  asked: 'jsonb',
  due_at: 'timestamptz',
} as const;

const ROW = {
  ...CHANGE,
  scenario_id: 'text',
  version: 'integer',
  respondent: 'text',
  occasion: 'text',
  event: 'jsonb',
  created_at: 'timestamptz',
} as const;

function changeOf({ id, status, step, since, asked, dueAt }: Journey) {
  return { id, status, step, since, asked: toJson(asked), due_at: dueAt };
}

function rowOf(journey: Journey) {
  return {
    ...changeOf(journey),
    scenario_id: journey.scenario,
    version: journey.version,
    respondent: journey.respondent,
    occasion: journey.key,
    event: toJson(journey.event),
    created_at: journey.enteredAt,
  };
}

/** Ids of those that are there now: somebody who is on the same way already does not set out again. */
export async function insertJourneys(
  project: string,
  journeys: readonly Journey[],
  trx: Kysely<Tables>,
): Promise<ReadonlySet<string>> {
  if (journeys.length === 0) return new Set();
  const { rows } = await sql<{ readonly id: string }>`
    insert into journeys (project_id, id, scenario_id, version, respondent, occasion, event,
      status, step, since, asked, due_at, created_at)
    select ${project}, id, scenario_id, version, respondent, occasion, event,
      status, step, since, asked, due_at, created_at
    from ${recordSet(ROW, journeys.map(rowOf))} given
    order by id
    on conflict do nothing
    returning id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

/** @param journeys locked */
export async function updateJourneys(
  project: string,
  journeys: readonly Journey[],
  trx: Kysely<Tables>,
): Promise<void> {
  if (journeys.length === 0) return;
  await sql`
    update journeys
    set status = given.status, step = given.step, since = given.since, asked = given.asked,
      due_at = given.due_at
    from ${recordSet(CHANGE, journeys.map(changeOf))} given
    where journeys.project_id = ${project} and journeys.id = given.id`.execute(trx);
}

/** In one order in every transaction: two of them cannot wait for each other. */
export async function lockJourneys(
  project: string,
  ids: readonly string[],
  trx: Kysely<Tables>,
): Promise<readonly JourneyRow[]> {
  if (ids.length === 0) return [];
  return await trx
    .selectFrom('journeys')
    .selectAll()
    .where('project_id', '=', project)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}
