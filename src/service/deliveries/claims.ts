/** Who sends what: statements by which nodes share the work, each destination being one node's at a time. */
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';

import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { DeliveryAttemptsTable, Tables } from '../database/types.ts';
import type { DeliveryRow } from './delivery-rows.ts';
import type { DestinationRow } from './destination-rows.ts';

export interface Key {
  readonly project: string;
  readonly id: string;
}

/** After so long a node that says nothing has died. */
export const HOLD_MS = 30_000;
/** Longer than a try takes: what was begun comes again by then, should nobody take it over before. */
const LEASE_MS = 15 * 60_000;
const LINES_AT_ONCE = 500;

/** Of a destination. */
const FIRST_DUE = sql`(
  select due_at from deliveries
  where deliveries.project_id = destinations.project_id
    and deliveries.destination_id = destinations.id and due_at is not null
  order by due_at limit 1
)`;

/** Destinations with something due that nobody looks after, or whose node has left something behind. */
export async function idleLines(now: string, db: Kysely<Tables>): Promise<readonly Key[]> {
  const { rows } = await sql<Key>`
    select destinations.project_id as project, destinations.id
    from destinations cross join lateral ${FIRST_DUE} first
    where status = 'active'
      and (rests_until is null or rests_until <= ${now})
      and (held_until is null or held_until <= ${now})
      and (first.due_at <= ${now} or holder is not null)
    limit ${LINES_AT_ONCE}`.execute(db);
  return rows;
}

/** When there is something to do at the earliest, as far as is known. */
export async function nextDue(db: Kysely<Tables>): Promise<Date | null> {
  const { rows } = await sql<{ readonly next: string | null }>`
    select min(greatest(first.due_at, rests_until, held_until)) as next
    from destinations cross join lateral ${FIRST_DUE} first
    where status = 'active'`.execute(db);
  const next = rows[0]?.next ?? null;
  return next === null ? null : new Date(next);
}

/** Undefined: another node was faster, or it is not to be sent to now. What was begun there comes again now. */
export async function hold(
  { project, id }: Key,
  node: string,
  now: Date,
  trx: Kysely<Tables>,
): Promise<DestinationRow | undefined> {
  const at = now.toISOString();
  const row = await trx
    .updateTable('destinations')
    .set({ holder: node, held_until: heldUntil(now) })
    .where('project_id', '=', project)
    .where('id', '=', id)
    .where('status', '=', 'active')
    .where(({ or, eb }) => or([eb('held_until', 'is', null), eb('held_until', '<=', at)]))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await trx
    .updateTable('deliveries')
    .set({ due_at: at })
    .where('project_id', '=', project)
    .where('destination_id', '=', id)
    .where('begun_at', 'is not', null)
    .where('due_at', '>', at)
    .execute();
  return row;
}

/** The row as it is now; undefined: it is not ours any more, or is not to be sent to. */
export async function holdOn(
  { project, id }: Key,
  node: string,
  now: Date,
  trx: Kysely<Tables>,
): Promise<DestinationRow | undefined> {
  return await trx
    .updateTable('destinations')
    .set({ held_until: heldUntil(now) })
    .where('project_id', '=', project)
    .where('id', '=', id)
    .where('status', '=', 'active')
    .where('holder', '=', node)
    .returningAll()
    .executeTakeFirst();
}

export async function letGo(
  { project, id }: Key,
  node: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .updateTable('destinations')
    .set({ holder: null, held_until: null })
    .where('project_id', '=', project)
    .where('id', '=', id)
    .where('holder', '=', node)
    .execute();
}

/** The folder has one process at a time: whoever held something has died. */
export async function forgetHolders(trx: Kysely<Tables>): Promise<void> {
  await trx
    .updateTable('destinations')
    .set({ held_until: null })
    .where('holder', 'is not', null)
    .execute();
}

function heldUntil(now: Date): string {
  return new Date(now.getTime() + HOLD_MS).toISOString();
}

export interface Claimed extends DeliveryRow {
  /** When an earlier try was begun of which nobody knows the end. */
  readonly former: string | null;
}

/** What is due longest, as long as the destination is ours and is to be sent to. From here on it counts as begun. */
export async function claim(
  { project, id }: Key,
  node: string,
  limit: number,
  now: Date,
  trx: Kysely<Tables>,
): Promise<readonly Claimed[]> {
  const at = now.toISOString();
  const lease = new Date(now.getTime() + LEASE_MS).toISOString();
  const { rows } = await sql<Claimed>`
    with due as (
      select id, begun_at as former from deliveries
      where project_id = ${project} and destination_id = ${id} and due_at <= ${at}
        and exists (
          select 1 from destinations
          where project_id = ${project} and id = ${id} and status = 'active' and holder = ${node}
        )
      order by due_at limit ${limit} for update skip locked
    )
    update deliveries set begun_at = ${at}, due_at = ${lease}, attempts = attempts + 1
    from due where deliveries.project_id = ${project} and deliveries.id = due.id
    returning deliveries.*, due.former`.execute(trx);
  return rows;
}

/** How a try ended. */
export interface Settled {
  readonly id: string;
  /** Its number: who comes too late changes nothing. */
  readonly attempt: number;
  readonly status: DeliveryRow['status'];
  readonly failures: number;
  readonly reason: string | null;
  readonly dueAt: string | null;
  readonly entry: Pick<Selectable<DeliveryAttemptsTable>, 'outcome' | 'exchanges' | 'duration_ms'>;
}

const SETTLED = {
  id: 'text',
  attempt: 'integer',
  status: 'text',
  failures: 'integer',
  reason: 'text',
  due_at: 'timestamptz',
  outcome: 'text',
  exchanges: 'jsonb',
  duration_ms: 'integer',
} as const;

/** One statement, and its entries in the log with it. An erased one is gone, and stays so. */
export async function settleAll(
  project: string,
  all: readonly Settled[],
  now: string,
  db: Kysely<Tables>,
): Promise<void> {
  const rows = all.map(({ entry, dueAt, ...rest }) => ({
    ...rest,
    due_at: dueAt,
    outcome: entry.outcome,
    exchanges: toJson(entry.exchanges),
    duration_ms: entry.duration_ms,
  }));
  await sql`
    with given as (select * from ${recordSet(SETTLED, rows)} given),
    settled as (
      update deliveries
      set status = given.status, failures = given.failures, reason = given.reason,
        due_at = given.due_at, begun_at = null, updated_at = ${now},
        facts = case when type = 'respondent.erased' and given.due_at is null
          then '{}'::jsonb else facts end
      from given
      where deliveries.project_id = ${project} and deliveries.id = given.id
        and deliveries.attempts = given.attempt and deliveries.begun_at is not null
      returning deliveries.id
    )
    insert into delivery_attempts (project_id, delivery_id, attempt, outcome, reason, exchanges,
      duration_ms, begun_at)
    select ${project}, given.id, given.attempt, given.outcome, given.reason, given.exchanges,
      given.duration_ms, ${now}::timestamptz
    from given join settled on settled.id = given.id
    on conflict (project_id, delivery_id, attempt) do nothing`.execute(db);
}

/** At once: what comes after it may break off. */
export async function noteEffect(
  { project, id }: Key,
  effect: Readonly<Record<string, string>>,
  trx: Kysely<Tables>,
): Promise<void> {
  await sql`
    update deliveries set effects = effects || ${toJson(effect)}::jsonb
    where project_id = ${project} and id = ${id}`.execute(trx);
}
