/** Responses and quarantine as the customer reads them. */
import type { PointedError, QuarantinedResponse } from '../../protocol/index.ts';
import { beyond, decodeCursor, pageOf, pageSize } from '../cursor.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import { positionOf, readResponses } from './response-query.ts';
import { RESPONSE_COLUMNS, responseOf } from './response-rows.ts';

export function responseHandlers(): Pick<
  PrivateHandlers,
  'listResponses' | 'getResponse' | 'listQuarantine'
> {
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

    listQuarantine: async ({ project, query, db }) => {
      const size = pageSize(query);
      let rows = db.selectFrom('quarantine').selectAll().where('project_id', '=', project);
      if (query.cursor !== undefined) {
        const position = decodeCursor(query.cursor);
        rows = rows.where(beyond(position, { time: 'created_at', id: 'id' }, 'desc'));
      }
      const found = await rows
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(size + 1)
        .execute();
      return pageOf(found, size, quarantinedOf, positionOf);
    },
  };
}

interface QuarantineRow {
  readonly id: string;
  readonly response_id: string;
  readonly survey_id: string;
  readonly reason: string;
  readonly payload: unknown;
  readonly errors: unknown;
  readonly created_at: string;
}

export function quarantinedOf(row: QuarantineRow): QuarantinedResponse {
  return {
    id: row.id,
    response: row.response_id,
    survey: row.survey_id,
    reason: row.reason,
    payload: row.payload,
    errors: row.errors as PointedError[],
    createdAt: row.created_at,
  };
}
