/** Quarantine as an operator works it: look, judge again with corrections, or delete. */
import type { PrivateHandlers } from '../http/private-call.ts';
import { newestFirst } from '../cursor.ts';
import type { InvitationSender } from '../invitations/sender.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { discard } from './discard.ts';
import { quarantinedOf, readQuarantined } from './quarantine-rows.ts';
import { repair } from './repair.ts';

type Names = 'listQuarantine' | 'getQuarantined' | 'repairQuarantined' | 'discardQuarantined';

export function quarantineHandlers(
  versions: VersionCache,
  sender: InvitationSender,
  world: World,
): Pick<PrivateHandlers, Names> {
  return {
    listQuarantine: async ({ project, query, db }) => {
      const { survey, reason, state = 'kept', since, until } = query;
      let rows = db
        .selectFrom('quarantine')
        .selectAll()
        .where('project_id', '=', project)
        .where('state', '=', state);
      if (survey !== undefined) rows = rows.where('survey_id', '=', survey);
      if (reason !== undefined) rows = rows.where('reason', '=', reason);
      if (since !== undefined) rows = rows.where('created_at', '>=', since);
      if (until !== undefined) rows = rows.where('created_at', '<', until);
      return await newestFirst(rows, query, quarantinedOf);
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
      repair({ project, id: params.id, by: caller.key }, body, {
        versions,
        sender,
        trx: db,
        world,
      }),

    discardQuarantined: ({ project, params, body, caller, db }) =>
      discard({ project, id: params.id, by: caller.key }, body, db, world),
  };
}
