/** Which events there are, as somebody has declared them, and as they come. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { EventType } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import type { Declarations } from './judge-event.ts';

type Names = 'listEventTypes' | 'putEventType' | 'deleteEventType';

export function eventTypeHandlers({ now }: World): Pick<PrivateHandlers, Names> {
  return {
    listEventTypes: async ({ project, db }) => ({ items: await list(project, db) }),

    putEventType: async ({ project, params: { name }, body, db }) => {
      await refuseTooMany(project, name, db);
      const content = { declared: toJson(body), updated_at: now().toISOString() };
      await db
        .insertInto('event_types')
        .values({ project_id: project, name, ...content })
        .onConflict((conflict) => conflict.columns(['project_id', 'name']).doUpdateSet(content))
        .execute();
      return { name, declared: body, lastAt: await lastOf(project, name, db) };
    },

    deleteEventType: async ({ project, params: { name }, db }) => {
      const row = await db
        .deleteFrom('event_types')
        .where('project_id', '=', project)
        .where('name', '=', name)
        .returning('declared')
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('event_type_unknown');
      return { name, declared: row.declared, lastAt: await lastOf(project, name, db) };
    },
  };
}

export async function readDeclarations(project: string, db: Kysely<Tables>): Promise<Declarations> {
  const rows = await db
    .selectFrom('event_types')
    .select(['name', 'declared'])
    .where('project_id', '=', project)
    .execute();
  return new Map(rows.map(({ name, declared }) => [name, declared]));
}

async function refuseTooMany(project: string, name: string, db: Kysely<Tables>): Promise<void> {
  const declared = await readDeclarations(project, db);
  if (declared.has(name) || declared.size < LIMITS.eventTypes) return;
  throw new ProblemError('request_invalid', {
    detail: `A project declares ${LIMITS.eventTypes} events at most.`,
  });
}

/**
 * Names are looked up one after the other by their index (a loose index scan): a name with a million events costs as
 * much as one with two.
 */
async function list(project: string, db: Kysely<Tables>): Promise<EventType[]> {
  const { rows } = await sql<EventType>`
    with recursive names as (
      (select name from events where project_id = ${project} order by name limit 1)
      union all
      select (
        select name from events where project_id = ${project} and name > names.name
        order by name limit 1
      ) from names where names.name is not null
    ), seen as (select name from names where name is not null limit ${LIMITS.undeclaredEvents})
    select coalesce(declared.name, seen.name) as name, declared.declared, (
      select created_at from events
      where project_id = ${project} and name = coalesce(declared.name, seen.name)
      order by created_at desc, id desc limit 1
    ) as "lastAt"
    from (select name, declared from event_types where project_id = ${project}) declared
    full join seen on seen.name = declared.name
    order by 1`.execute(db);
  return rows;
}

async function lastOf(project: string, name: string, db: Kysely<Tables>): Promise<string | null> {
  const row = await db
    .selectFrom('events')
    .select('created_at')
    .where('project_id', '=', project)
    .where('name', '=', name)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}
