/** What the automation did, and did not do, and why: for people who ask. */
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';

import type { AutomationEntry, Scenario } from '../../protocol/index.ts';
import { recordSet } from '../database/record-set.ts';
import type { AutomationLogTable, Tables } from '../database/types.ts';
import { newId } from '../identifiers.ts';
import type { World } from '../world.ts';
import type { Remark } from './journey.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;
/** A year of journeys can be explained. */
const KEPT_DAYS = 366;
/** Why somebody did not set out is asked soon or never, and there are many of them. */
const NOT_ENTERED_DAYS = 31;

/** Remarks about one person and one scenario, in their order. */
export interface Remarks {
  readonly scenario: { readonly id: string; readonly content: Scenario };
  /** Null: the person did not set out. */
  readonly journey: string | null;
  readonly respondent: string;
  readonly occasion: string;
  readonly remarks: readonly Remark[];
}

const ENTRY = {
  id: 'text',
  scenario_id: 'text',
  journey_id: 'text',
  respondent: 'text',
  occasion: 'text',
  step: 'text',
  survey_id: 'text',
  what: 'text',
  why: 'text',
  created_at: 'timestamptz',
} as const;

export async function writeLog(
  project: string,
  all: readonly Remarks[],
  trx: Kysely<Tables>,
  world: Pick<World, 'metrics' | 'randomBytes'>,
): Promise<void> {
  const entries = all.flatMap((one) => entriesOf(one, world));
  if (entries.length === 0) return;
  await sql`
    insert into automation_log (project_id, id, scenario_id, journey_id, respondent, occasion,
      step, survey_id, what, why, created_at)
    select ${project}, id, scenario_id, journey_id, respondent, occasion,
      step, survey_id, what, why, created_at
    from ${recordSet(ENTRY, entries)} given`.execute(trx);
  // A transaction that is repeated counts again: of figures for people, that is near enough.
  for (const { what } of entries) world.metrics.automation.inc({ what });
}

/** Remarks that were written so far: two turns may share a millisecond, and are told in their order all the same. */
let written = 0;

function entriesOf(
  { scenario, journey, respondent, occasion, remarks }: Remarks,
  world: Pick<World, 'randomBytes'>,
) {
  return remarks.map(({ at, step, what, why }) => ({
    id: newId(`log_${((written += 1) % 36 ** 6).toString(36).padStart(6, '0')}`, world),
    scenario_id: scenario.id,
    journey_id: journey,
    respondent,
    occasion,
    step,
    survey_id: surveyOf(scenario.content, step),
    what,
    why,
    created_at: at,
  }));
}

function surveyOf({ steps }: Scenario, step: string | null): string | null {
  const found = steps.find(({ id }) => id === step);
  return found?.type === 'invite' ? found.survey : null;
}

export function entryOf(row: Selectable<AutomationLogTable>): AutomationEntry {
  return {
    id: row.id,
    at: row.created_at,
    scenario: row.scenario_id,
    journey: row.journey_id,
    respondent: row.respondent,
    occasion: row.occasion,
    step: row.step,
    survey: row.survey_id,
    what: row.what,
    why: row.why,
  };
}

export async function sweepLog(trx: Kysely<Tables>, now: Date): Promise<void> {
  const before = (days: number): string =>
    new Date(now.getTime() - days * MS_PER_DAY).toISOString();
  await trx.deleteFrom('automation_log').where('created_at', '<', before(KEPT_DAYS)).execute();
  await trx
    .deleteFrom('automation_log')
    .where('journey_id', 'is', null)
    .where('created_at', '<', before(NOT_ENTERED_DAYS))
    .execute();
}
