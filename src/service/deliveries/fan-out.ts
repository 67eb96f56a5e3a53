/** From what has happened to who is told: a notice becomes a delivery for each destination that wants it. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { Tables } from '../database/types.ts';
import { byProject, DueRows } from '../operation/due-rows.ts';
import type { World } from '../world.ts';
import { firstOfEach } from '../database/gathered.ts';
import { deliveryId } from './delivery-rows.ts';
import { stretchOf } from './digest.ts';
import type { DestinationRow } from './destination-rows.ts';
import { readSubjects } from './subjects.ts';
import { wants } from './wants.ts';
import type { NoticeRow } from './wants.ts';

const DELIVERY = {
  id: 'text',
  destination_id: 'text',
  type: 'text',
  subject: 'text',
  survey_id: 'text',
  respondent: 'text',
  sequence: 'integer',
  facts: 'jsonb',
  occurred_at: 'timestamptz',
  due_at: 'timestamptz',
} as const;

export function fanOut(world: World): DueRows<NoticeRow> {
  return new DueRows<NoticeRow>(
    {
      table: 'notices',
      what: 'a notice for destinations',
      attend: byProject((project, rows, trx) => attend(project, rows, trx, world)),
      atOnce: 200,
    },
    world,
  );
}

async function attend(
  project: string,
  notices: readonly NoticeRow[],
  trx: Kysely<Tables>,
  { now }: World,
): Promise<void> {
  const at = now().toISOString();
  const destinations = await trx
    .selectFrom('destinations')
    .selectAll()
    .where('project_id', '=', project)
    .execute();
  const responses = await readSubjects(project, notices, trx);
  const wanted = notices.flatMap((notice) =>
    destinations
      .filter((destination) => wants(destination, notice, responses.get(notice.subject)))
      .map((destination) => deliveryOf(notice, destination, at)),
  );
  await insert(
    project,
    firstOfEach(wanted, ({ id }) => id),
    at,
    trx,
  );
  await trx
    .deleteFrom('notices')
    .where('project_id', '=', project)
    .where(
      'id',
      'in',
      notices.map(({ id }) => id),
    )
    .execute();
}

function deliveryOf(notice: NoticeRow, destination: DestinationRow, now: string) {
  const { id: destination_id } = destination;
  const { type, subject, survey_id, respondent, sequence, facts, at: occurred_at } = notice;
  const every = everyOf(destination);
  if (every !== 'each') {
    const stretch = stretchOf(occurred_at, every);
    const told = { type: 'otklik.digest', subject: stretch.subject, sequence: 1 } as const;
    const id = deliveryId(destination_id, told);
    const due_at = stretch.dueAt;
    const nobody = { survey_id: null, respondent: null, facts: toJson({}) };
    return { id, destination_id, ...told, ...nobody, occurred_at, due_at };
  }
  const id = deliveryId(destination_id, notice);
  const told = { id, destination_id, type, subject, survey_id, respondent, sequence, occurred_at };
  return { ...told, facts: toJson(facts), due_at: now };
}

function everyOf({ kind, shown }: DestinationRow): 'each' | 'hour' | 'day' {
  const { every } = shown;
  return kind === 'email' && (every === 'hour' || every === 'day') ? every : 'each';
}

async function insert(
  project: string,
  all: ReadonlyMap<string, ReturnType<typeof deliveryOf>>,
  now: string,
  trx: Kysely<Tables>,
): Promise<void> {
  if (all.size === 0) return;
  const deliveries = [...all.values()];
  await sql`
    insert into deliveries (project_id, id, destination_id, type, subject, survey_id, respondent,
      sequence, facts, occurred_at, status, attempts, failures, effects, due_at, created_at,
      updated_at)
    select ${project}, id, destination_id, type, subject, survey_id, respondent, sequence, facts,
      occurred_at, 'pending', 0, 0, '{}'::jsonb, due_at, ${now}::timestamptz, ${now}::timestamptz
    from ${recordSet(DELIVERY, deliveries)} given
    order by id
    on conflict (project_id, id) do nothing`.execute(trx);
}
