/** Responses in the order in which they arrived, by filter and from a position on. */
import type { Kysely } from 'kysely';

import type { ResponseStatus } from '../../protocol/index.ts';
import { beyond } from '../cursor.ts';
import type { Position } from '../cursor.ts';
import type { Tables } from '../database/types.ts';
import { RESPONSE_COLUMNS } from './response-rows.ts';
import type { ResponseRow } from './response-rows.ts';

export interface ResponseFilter {
  readonly survey?: string | undefined;
  readonly respondent?: string | undefined;
  readonly status?: ResponseStatus | undefined;
  /** Created at or after. */
  readonly since?: string | undefined;
  /** Created before. */
  readonly until?: string | undefined;
}

export interface Stretch {
  readonly after: Position | undefined;
  readonly limit: number;
}

export async function readResponses(
  project: string,
  { survey, respondent, status, since, until }: ResponseFilter,
  { after, limit }: Stretch,
  db: Kysely<Tables>,
): Promise<ResponseRow[]> {
  let rows = db.selectFrom('responses').select(RESPONSE_COLUMNS).where('project_id', '=', project);
  if (survey !== undefined) rows = rows.where('survey_id', '=', survey);
  if (respondent !== undefined) rows = rows.where('respondent', '=', respondent);
  if (status !== undefined) rows = rows.where('status', '=', status);
  if (since !== undefined) rows = rows.where('created_at', '>=', since);
  if (until !== undefined) rows = rows.where('created_at', '<', until);
  if (after !== undefined)
    rows = rows.where(beyond(after, { time: 'created_at', id: 'id' }, 'asc'));
  return await rows.orderBy('created_at').orderBy('id').limit(limit).execute();
}

export function positionOf({ created_at, id }: Pick<ResponseRow, 'created_at' | 'id'>): Position {
  return { time: created_at, id };
}
