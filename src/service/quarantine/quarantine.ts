/** Quarantine as an operator works it: look, judge again with corrections, or delete. */
import type { PrivateHandlers } from '../http/private-call.ts';
import { beyond, decodeCursor, pageOf, pageSize } from '../cursor.ts';
import { positionOf } from '../responses/response-query.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { discard } from './discard.ts';
import { quarantinedOf, readQuarantined } from './quarantine-rows.ts';
import { repair } from './repair.ts';

type Names = 'listQuarantine' | 'getQuarantined' | 'repairQuarantined' | 'discardQuarantined';

export function quarantineHandlers(
  versions: VersionCache,
  world: World,
): Pick<PrivateHandlers, Names> {
  return {
    listQuarantine: async ({ project, query, db }) => {
      const { survey, reason, state = 'kept', since, until, cursor } = query;
      const size = pageSize(query);
      let rows = db
        .selectFrom('quarantine')
        .selectAll()
        .where('project_id', '=', project)
        .where('state', '=', state);
      if (survey !== undefined) rows = rows.where('survey_id', '=', survey);
      if (reason !== undefined) rows = rows.where('reason', '=', reason);
      if (since !== undefined) rows = rows.where('created_at', '>=', since);
      if (until !== undefined) rows = rows.where('created_at', '<', until);
      if (cursor !== undefined) {
        const position = decodeCursor(cursor);
        rows = rows.where(beyond(position, { time: 'created_at', id: 'id' }, 'desc'));
      }
      const found = await rows
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(size + 1)
        .execute();
      return pageOf(found, size, quarantinedOf, positionOf);
    },

    getQuarantined: async ({ project, params, db }) => {
      const kept = await readQuarantined(project, params.id, db);
      const row = await db
        .selectFrom('responses')
        .select(['revision', 'status', 'document'])
        .where('project_id', '=', project)
        .where('id', '=', kept.response_id)
        .executeTakeFirst();
      return { ...quarantinedOf(kept), stored: row === undefined ? null : documentOf(row) };
    },

    repairQuarantined: ({ project, params, body, caller, db }) =>
      repair({ project, id: params.id, by: caller.key }, body, { versions, trx: db, world }),

    discardQuarantined: ({ project, params, body, caller, db }) =>
      discard({ project, id: params.id, by: caller.key }, body, db, world),
  };
}
