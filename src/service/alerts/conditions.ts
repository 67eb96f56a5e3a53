/** Whether it is as bad as an alert says, and what was found, in words. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { AlertCondition } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { Signal } from '../operation/signals.ts';

export interface Finding {
  readonly isBad: boolean;
  /** One sentence for whoever is told. */
  readonly found: string;
}

interface Place {
  readonly project: string;
  readonly now: Date;
  readonly db: Kysely<Tables>;
}

const MS_PER_MINUTE = 60_000;

export async function look(condition: AlertCondition, place: Place): Promise<Finding> {
  switch (condition.on) {
    case 'quarantine':
      return counted(await quarantined(condition.minutes, place), condition, 'Responses set aside');
    case 'tokens-refused':
      return counted(
        await signalled('token_refused', condition.minutes, place),
        condition,
        'Survey tokens refused',
      );
    case 'pushes-failing':
      return counted(
        await signalled('push_failed', condition.minutes, place),
        condition,
        'Messages that no push service brought',
      );
    case 'push-stopped':
      return await stoppedChannels(place);
    case 'deliveries-failing':
      return counted(
        await signalled('delivery_failed', condition.minutes, place),
        condition,
        'Deliveries given up',
      );
    case 'destination-stopped':
      return await stoppedDestinations(condition.minutes, place);
    case 'queue-age':
      return await queueAge(condition.minutes, place);
    case 'scenario-silent':
      return await silence(condition, place);
  }
}

function counted(
  count: number,
  { over, minutes }: { readonly over: number; readonly minutes: number },
  what: string,
): Finding {
  return { isBad: count > over, found: `${what} within ${minutes} min: ${count}.` };
}

async function quarantined(minutes: number, { project, now, db }: Place): Promise<number> {
  const { count } = await db
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('project_id', '=', project)
    .where('state', '=', 'kept')
    .where('created_at', '>', before(now, minutes))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function signalled(
  signal: Signal,
  minutes: number,
  { project, now, db }: Place,
): Promise<number> {
  const { times } = await db
    .selectFrom('signals')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string>('times'), sql<string>`0`).as('times'))
    .where('project_id', '=', project)
    .where('signal', '=', signal)
    .where('minute', '>', before(now, minutes))
    .executeTakeFirstOrThrow();
  return Number(times);
}

async function stoppedChannels({ project, db }: Place): Promise<Finding> {
  const stopped = await db
    .selectFrom('push_channels')
    .select(['channel', 'stopped_because'])
    .where('project_id', '=', project)
    .where('stopped_at', 'is not', null)
    .orderBy('channel')
    .execute();
  if (stopped.length === 0) return { isBad: false, found: 'All push services take what is sent.' };
  const named = stopped.map(({ channel, stopped_because }) => `${channel} (${stopped_because})`);
  return { isBad: true, found: `Credentials are refused by ${named.join(', ')}.` };
}

async function stoppedDestinations(minutes: number, { project, now, db }: Place): Promise<Finding> {
  const ill = await db
    .selectFrom('destinations')
    .select(['name', 'status', 'reason', 'failing_since as since'])
    .where('project_id', '=', project)
    .where(({ or, eb }) =>
      or([eb('status', '=', 'stopped'), eb('failing_since', '<', before(now, minutes))]),
    )
    .orderBy('id')
    .execute();
  if (ill.length === 0) return { isBad: false, found: 'All destinations take what is sent.' };
  const named = ill.map(({ name, status, reason, since }) =>
    status === 'stopped' ? `${name} (stopped: ${reason})` : `${name} (nothing since ${since})`,
  );
  return { isBad: true, found: `Nothing arrives at ${named.join(', ')}.` };
}

/** Of invitations, of people in scenarios, and of what waits for destinations to be found. Only what is late is looked at, and mostly nothing is. */
async function queueAge(minutes: number, { project, now, db }: Place): Promise<Finding> {
  const until = before(now, minutes);
  const { rows } = await sql<{ readonly due_at: string | null; readonly count: string }>`
    select min(due_at) as due_at, count(*) as count from (
      select due_at from invitations where project_id = ${project} and due_at < ${until}
      union all
      select due_at from journeys where project_id = ${project} and due_at < ${until}
      union all
      select due_at from notices where project_id = ${project} and due_at < ${until}
    ) late`.execute(db);
  const { due_at: due = null, count = '0' } = rows[0] ?? {};
  if (due === null) return { isBad: false, found: `Nothing is more than ${minutes} min late.` };
  return { isBad: true, found: `Late: ${count}, the first of them since ${due}.` };
}

async function silence(
  { scenario, minutes }: Extract<AlertCondition, { on: 'scenario-silent' }>,
  { project, now, db }: Place,
): Promise<Finding> {
  const published = await db
    .selectFrom('scenarios')
    .innerJoin('scenario_versions', (join) =>
      join
        .onRef('scenario_versions.project_id', '=', 'scenarios.project_id')
        .onRef('scenario_versions.scenario_id', '=', 'scenarios.id')
        .onRef('scenario_versions.version', '=', 'scenarios.version'),
    )
    .select('published_at')
    .where('scenarios.project_id', '=', project)
    .where('scenarios.id', '=', scenario)
    .where('scenarios.status', '=', 'published')
    .executeTakeFirst();
  if (published === undefined) return { isBad: false, found: `${scenario} is not published.` };
  const { last } = await db
    .selectFrom('journeys')
    .select((eb) => eb.fn.max('created_at').as('last'))
    .where('project_id', '=', project)
    .where('scenario_id', '=', scenario)
    .executeTakeFirstOrThrow();
  const since = before(now, minutes);
  return {
    isBad: (last ?? '') < since && published.published_at < since,
    found:
      last === null
        ? `Nobody has ever set out on ${scenario}.`
        : `The last to set out on ${scenario} did so at ${last}.`,
  };
}

function before(now: Date, minutes: number): string {
  return new Date(now.getTime() - minutes * MS_PER_MINUTE).toISOString();
}
