/** Responses as the customer reads them. */
import { decodeCursor, pageOf, pageSize } from '../cursor.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import { positionOf, readResponses } from './response-query.ts';
import { RESPONSE_COLUMNS, responseOf } from './response-rows.ts';

export function responseHandlers(): Pick<PrivateHandlers, 'listResponses' | 'getResponse'> {
  return {
    listResponses: async ({ project, query, db }) => {
      const size = pageSize(query);
      const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
      const rows = await readResponses(project, query, { after, limit: size + 1 }, db);
      return pageOf(rows, size, responseOf, positionOf);
    },

    getResponse: async ({ project, params, db }) => {
      const row = await db
        .selectFrom('responses')
        .select(RESPONSE_COLUMNS)
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('response_unknown');
      return responseOf(row);
    },
  };
}
