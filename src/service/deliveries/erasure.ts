/** What destinations were told, or are to be told, about a person who wants to be forgotten. */
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';

import type { Tables } from '../database/types.ts';

/** With the log, which quotes what was sent. What is on its way meanwhile finds nothing to write down. */
export async function forgetDeliveries(
  project: string,
  respondent: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .deleteFrom('notices')
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .execute();
  await forget(project, sql`respondent = ${respondent}`, trx);
}

/** It is not sent to any more, and what was sent is nobody's business. */
export async function forgetDestination(
  project: string,
  destination: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await forget(project, sql`destination_id = ${destination}`, trx);
}

/** Of responses, by their ids. */
export async function forgetAbout(
  project: string,
  responses: readonly string[],
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .deleteFrom('notices')
    .where('project_id', '=', project)
    .where('subject', 'in', responses)
    .execute();
  await forget(project, sql`subject = any(${responses}::text[])`, trx);
}

async function forget(
  project: string,
  which: RawBuilder<unknown>,
  trx: Kysely<Tables>,
): Promise<void> {
  await sql`
    with gone as (delete from deliveries where project_id = ${project} and ${which} returning id)
    delete from delivery_attempts
    where project_id = ${project} and delivery_id in (select id from gone)`.execute(trx);
}

/** A try is quoted for a month, and known of for as long as what it is about is asked for: a year. */
const LOG_DAYS = 30;
const DELIVERY_DAYS = 366;
const MS_PER_DAY = 24 * 60 * 60_000;

export async function sweepDeliveries(trx: Kysely<Tables>, now: Date): Promise<void> {
  const before = (days: number): string =>
    new Date(now.getTime() - days * MS_PER_DAY).toISOString();
  await trx.deleteFrom('delivery_attempts').where('begun_at', '<', before(LOG_DAYS)).execute();
  await trx
    .deleteFrom('deliveries')
    .where('created_at', '<', before(DELIVERY_DAYS))
    .where('due_at', 'is', null)
    .execute();
}
