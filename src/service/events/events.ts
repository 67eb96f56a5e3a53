/** The routes of events. */
import type { Selectable } from 'kysely';

import type { StoredEvent } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import type { EventsTable } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import type { World } from '../world.ts';
import type { EventListener } from './listener.ts';
import { receiveEvents } from './receive-events.ts';

export function eventHandlers(
  world: World,
  listeners: readonly EventListener[] = [],
): Pick<PrivateHandlers, 'sendEvents' | 'listEvents'> {
  return {
    sendEvents: async ({ project, body, db }) => ({
      results: await receiveEvents({ project, body, source: 'api' }, db, world, listeners),
    }),

    listEvents: async ({ project, query, db }) => {
      const { respondent, name } = query;
      let rows = db.selectFrom('events').selectAll().where('project_id', '=', project);
      if (respondent !== undefined) rows = rows.where('respondent', '=', respondent);
      if (name !== undefined) rows = rows.where('name', '=', name);
      return await newestFirst(rows, query, storedEventOf);
    },
  };
}

export function storedEventOf(row: Selectable<EventsTable>): StoredEvent {
  const { id, name, respondent, at, properties, source, created_at: receivedAt } = row;
  return { id, name, respondent, at, properties, source, receivedAt };
}
