/** What waits for somebody: payloads for repair, files for their rest, responses for their end, invitations for their time. */
import type { Kysely } from 'kysely';

import type { Check } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { daysSince, ok, plural, warn } from './checks.ts';

interface Depth {
  readonly count: number;
  readonly oldest: string | null;
}

/** Files whose time was over so long ago should have been looked through by the hourly upkeep. */
const UPKEEP_LATE_MS = 3 * 60 * 60 * 1000;
/** Invitations are looked at every few seconds; what fails is tried again after a minute. */
const SCHEDULE_LATE_MS = 5 * 60 * 1000;

export async function checkQueues(
  project: string,
  db: Kysely<Tables>,
  now: Date,
): Promise<Check[]> {
  return [
    await checkQuarantine(project, db, now),
    ...(await checkFiles(project, db, now)),
    await checkUnfinished(project, db, now),
    await checkInvitations(project, db, now),
  ];
}

async function checkQuarantine(project: string, db: Kysely<Tables>, now: Date): Promise<Check> {
  const row = await db
    .selectFrom('quarantine')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
    .where('project_id', '=', project)
    .where('state', '=', 'kept')
    .executeTakeFirstOrThrow();
  const { count, oldest } = depthOf(row);
  if (count === 0) return ok('quarantine', 'Nothing waits for repair.');
  const finding = `${plural(count, 'payload')} with answers ${count === 1 ? 'waits' : 'wait'} for repair, ${since(oldest, now)}.`;
  return warn('quarantine', finding, 'See "otklik quarantine list"; repair or discard them.');
}

async function checkFiles(project: string, db: Kysely<Tables>, now: Date): Promise<Check[]> {
  const unfinished = db
    .selectFrom('files')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
    .where('project_id', '=', project)
    .where('completed_at', 'is', null);
  const { count, oldest } = depthOf(await unfinished.executeTakeFirstOrThrow());
  const late = new Date(now.getTime() - UPKEEP_LATE_MS).toISOString();
  const overdue = depthOf(
    await unfinished.where('expires_at', '<', late).executeTakeFirstOrThrow(),
  );
  const finding =
    count === 0
      ? 'All files have arrived.'
      : `${plural(count, 'file')} not yet arrived as a whole, ${since(oldest, now)}; devices go on sending.`;
  if (overdue.count === 0) return [ok('files', finding)];
  const left = `${plural(overdue.count, 'file')} should have been cleared away hours ago.`;
  return [
    ok('files', finding),
    warn('files', left, 'The hourly upkeep fails; its log line says why.'),
  ];
}

async function checkUnfinished(project: string, db: Kysely<Tables>, now: Date): Promise<Check> {
  const row = await db
    .selectFrom('responses')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('updated_at').as('oldest')])
    .where('project_id', '=', project)
    .where('status', '=', 'partial')
    .where('deadline', '>', now.toISOString())
    .executeTakeFirstOrThrow();
  const { count, oldest } = depthOf(row);
  return count === 0
    ? ok('responses', 'No response is half-way.')
    : ok(
        'responses',
        `${plural(count, 'response')} half-way and still open, ${since(oldest, now)}.`,
      );
}

async function checkInvitations(project: string, db: Kysely<Tables>, now: Date): Promise<Check> {
  const late = new Date(now.getTime() - SCHEDULE_LATE_MS).toISOString();
  const row = await db
    .selectFrom('invitations')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('due_at').as('oldest')])
    .where('project_id', '=', project)
    .where('due_at', '<', late)
    .executeTakeFirstOrThrow();
  const { count, oldest } = depthOf(row);
  if (count === 0) return ok('invitations', 'What is due has been sent.');
  const finding = `${plural(count, 'invitation')} should have been sent, reminded of or ended by now, ${since(oldest, now)}.`;
  return warn('invitations', finding, 'They cannot be attended to; the log lines say why.');
}

/** Counts come as text or bigint, depending on the driver. */
function depthOf({ count, oldest }: { count: unknown; oldest: string | null }): Depth {
  return { count: Number(count), oldest };
}

function since(oldest: string | null, now: Date): string {
  if (oldest === null) return 'since just now';
  const days = daysSince(oldest, now);
  return days < 1 ? 'the oldest from today' : `the oldest for ${plural(days, 'day')}`;
}
