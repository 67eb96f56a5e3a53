/** Journeys go on when their time has come, and when something is heard of their invitations. */
import type { Kysely, Selectable } from 'kysely';

import type { JourneyNewsTable, Tables } from '../database/types.ts';
import { byProject, DueRows } from '../operation/due-rows.ts';
import type { Looking } from '../operation/sweep.ts';
import type { ScenarioOffice } from './carry-out.ts';
import { journeyOf, lockJourneys } from './journey-rows.ts';
import type { JourneyRow } from './journey-rows.ts';
import { moveOn } from './moving.ts';
import type { Moving } from './moving.ts';

/** A batch is a handful of statements, however many there are in it. */
const AT_ONCE = 200;

type NewsRow = Selectable<JourneyNewsTable>;

export function scenarioClock(office: ScenarioOffice): readonly Looking[] {
  const { world } = office;
  const news = new DueRows<NewsRow>(
    {
      table: 'journey_news',
      what: 'news of an invitation',
      atOnce: AT_ONCE,
      attend: byProject((project, rows, trx) => hear(project, rows, trx, office)),
    },
    world,
  );
  const journeys = new DueRows<JourneyRow>(
    {
      table: 'journeys',
      what: 'a journey',
      atOnce: AT_ONCE,
      attend: byProject((project, rows, trx) => goOn(project, rows, trx, office)),
    },
    world,
  );
  return [news, journeys];
}

async function goOn(
  project: string,
  rows: readonly JourneyRow[],
  trx: Kysely<Tables>,
  office: ScenarioOffice,
): Promise<void> {
  const ended = await endedAmong(project, rows, trx);
  const movings = rows.map(({ id, respondent, scenario_id }): Moving => {
    const type = ended.has(scenario_id) ? 'end' : 'due';
    return { journey: id, respondent, happening: { type } };
  });
  await moveOn(project, movings, byId(rows), trx, office);
}

async function endedAmong(
  project: string,
  rows: readonly JourneyRow[],
  db: Kysely<Tables>,
): Promise<ReadonlySet<string>> {
  const ended = await db
    .selectFrom('scenarios')
    .select('id')
    .where('project_id', '=', project)
    .where('id', 'in', [...new Set(rows.map(({ scenario_id }) => scenario_id))])
    .where('status', '=', 'ended')
    .execute();
  return new Set(ended.map(({ id }) => id));
}

/** A journey that another transaction has is waited for: nobody who has one waits for news. */
async function hear(
  project: string,
  rows: readonly NewsRow[],
  trx: Kysely<Tables>,
  office: ScenarioOffice,
): Promise<void> {
  const found = await lockJourneys(project, [...new Set(rows.map((row) => row.journey_id))], trx);
  const journeys = byId(found);
  const inOrder = rows.toSorted((a, b) => orderOf(a).localeCompare(orderOf(b)));
  const movings = inOrder.flatMap(({ journey_id, invitation_id, status, reason }): Moving[] => {
    const journey = journeys.get(journey_id);
    if (journey === undefined) return [];
    const told = { invitation: invitation_id, status, ...(reason !== null && { reason }) };
    const happening = { type: 'invitation' as const, ...told };
    return [{ journey: journey_id, respondent: journey.respondent, happening }];
  });
  await moveOn(project, movings, journeys, trx, office);
  await trx
    .deleteFrom('journey_news')
    .where('project_id', '=', project)
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
}

const orderOf = ({ due_at, id }: NewsRow): string => `${due_at} ${id}`;

function byId(rows: readonly JourneyRow[]) {
  return new Map(rows.map((row) => [row.id, journeyOf(row)]));
}
