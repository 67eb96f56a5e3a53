/** Surveys that want only so many responses. A quota stops asking; an answer is never refused for it. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Quota, VariableValues } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';

/** For so long somebody who was let in has a place, without an answer. */
const PLACE_MS = 30 * 60_000;

export interface QuotaSurvey {
  readonly project: string;
  readonly survey: string;
  readonly quotas: readonly Quota[];
}

/** How many have answered, or are about to, by the quota's place in the list. */
export async function readTaken(
  { project, survey, quotas }: QuotaSurvey,
  now: Date,
  db: Kysely<Tables>,
): Promise<readonly number[]> {
  const taken: number[] = [];
  for (const quota of quotas) {
    const concerned =
      quota.variable === undefined
        ? sql`true`
        : sql`variables -> ${quota.variable} ->> 'value' = ${String(quota.value)}`;
    // oxlint-disable-next-line no-await-in-loop -- mostly there is one
    const { rows } = await sql<{ readonly taken: string }>`
      select (
        select count(*) from responses
        where project_id = ${project} and survey_id = ${survey} and status = 'completed'
          and ${concerned}
      ) + (
        select count(*) from quota_places place
        where project_id = ${project} and survey_id = ${survey} and quota = ${nameOf(quota)}
          and expires_at > ${now.toISOString()}
          and not exists (
            select 1 from responses
            where project_id = ${project} and id = place.response_id and status = 'completed'
          )
      ) as taken`.execute(db);
    taken.push(Number(rows[0]?.taken));
  }
  return taken;
}

export function concerns({ variable, value }: Quota, variables: VariableValues): boolean {
  return variable === undefined || String(variables[variable] ?? '') === String(value);
}

export function fullText({ completed, variable, value }: Quota): string {
  const of = variable === undefined ? '' : ` with ${variable} ${String(value)}`;
  return `The survey has its ${completed} responses${of}, or they are being given.`;
}

/**
 * Takes a place in each quota that concerns the person. Who comes at the same time waits here, and counts this one.
 *
 * @returns the quotas that are full, in words: nothing is taken then
 */
export async function takePlaces(
  { project, survey, quotas }: QuotaSurvey,
  { response, variables }: { readonly response: string; readonly variables: VariableValues },
  now: Date,
  trx: Kysely<Tables>,
): Promise<readonly string[]> {
  await trx
    .selectFrom('asking_policies')
    .select('survey_id')
    .where('project_id', '=', project)
    .where('survey_id', '=', survey)
    .forUpdate()
    .execute();
  const own = quotas.filter((quota) => concerns(quota, variables));
  const taken = await readTaken({ project, survey, quotas: own }, now, trx);
  const full = own.filter(({ completed }, at) => (taken[at] ?? 0) >= completed);
  if (full.length > 0 || own.length === 0) return full.map(fullText);
  await trx
    .insertInto('quota_places')
    .values(
      own.map((quota) => ({
        project_id: project,
        survey_id: survey,
        response_id: response,
        quota: nameOf(quota),
        expires_at: new Date(now.getTime() + PLACE_MS).toISOString(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return [];
}

/** A quota of another size is the same one. */
function nameOf({ variable, value }: Quota): string {
  return variable === undefined ? '' : JSON.stringify([variable, value]);
}

export async function sweepPlaces(trx: Kysely<Tables>, now: Date): Promise<void> {
  await trx.deleteFrom('quota_places').where('expires_at', '<', now.toISOString()).execute();
}
