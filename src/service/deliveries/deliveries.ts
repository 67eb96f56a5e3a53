/** The log of what was sent, and what can be done about it. */
import type { PrivateHandlers } from '../http/private-call.ts';
import { newestFirst } from '../cursor.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { attemptOf, deliveryOf } from './delivery-rows.ts';
import { replayOne } from './replay.ts';

type Names = 'listDeliveries' | 'getDelivery' | 'replayDelivery';

export function deliveryHandlers(world: World): Pick<PrivateHandlers, Names> {
  return {
    listDeliveries: async ({ project, query, db }) => {
      const { destination, status, survey, respondent, subject } = query;
      let rows = db.selectFrom('deliveries').selectAll().where('project_id', '=', project);
      if (destination !== undefined) rows = rows.where('destination_id', '=', destination);
      if (status !== undefined) rows = rows.where('status', '=', status);
      if (survey !== undefined) rows = rows.where('survey_id', '=', survey);
      if (respondent !== undefined) rows = rows.where('respondent', '=', respondent);
      if (subject !== undefined) rows = rows.where('subject', '=', subject);
      return await newestFirst(rows, query, deliveryOf);
    },

    getDelivery: async ({ project, params, db }) => {
      const row = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('delivery_unknown');
      const log = await db
        .selectFrom('delivery_attempts')
        .selectAll()
        .where('project_id', '=', project)
        .where('delivery_id', '=', params.id)
        .orderBy('begun_at')
        .orderBy('attempt')
        .execute();
      return { ...deliveryOf(row), log: log.map(attemptOf) };
    },

    replayDelivery: async ({ project, params, db }) => {
      const row = await replayOne(project, params.id, db, world);
      if (row === undefined) throw new ProblemError('delivery_unknown');
      return deliveryOf(row);
    },
  };
}
