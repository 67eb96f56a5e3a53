/** Payloads in quarantine as rows, and as the API shows them. */
import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely';

import type { PointedError, QuarantinedResponse, Settlement } from '../../protocol/index.ts';
import type { QuarantineTable, Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';

export type QuarantineRow = Selectable<QuarantineTable>;

export function quarantinedOf(row: QuarantineRow): QuarantinedResponse {
  return {
    id: row.id,
    response: row.response_id,
    survey: row.survey_id,
    version: row.version,
    reason: row.reason,
    payload: row.payload,
    errors: row.errors as PointedError[],
    createdAt: row.created_at,
    state: row.state,
    settled: row.settled as Settlement | null,
  };
}

/** @throws ProblemError `quarantine_unknown` */
export async function readQuarantined(
  project: string,
  id: string,
  db: Kysely<Tables>,
): Promise<QuarantineRow> {
  return found(await rowOf(project, id, db).executeTakeFirst());
}

/**
 * Locked until the transaction ends, and still to be settled: of two who repair it, the second finds it done.
 *
 * @throws ProblemError `quarantine_unknown`, `quarantine_settled`
 */
export async function holdQuarantined(
  project: string,
  id: string,
  trx: Kysely<Tables>,
): Promise<QuarantineRow> {
  const row = found(await rowOf(project, id, trx).forUpdate().executeTakeFirst());
  if (row.state === 'kept') return row;
  throw new ProblemError('quarantine_settled', { detail: `It is ${row.state}.` });
}

function rowOf(
  project: string,
  id: string,
  db: Kysely<Tables>,
): SelectQueryBuilder<Tables, 'quarantine', QuarantineRow> {
  return db
    .selectFrom('quarantine')
    .selectAll()
    .where('project_id', '=', project)
    .where('id', '=', id);
}

function found(row: QuarantineRow | undefined): QuarantineRow {
  if (row === undefined) throw new ProblemError('quarantine_unknown');
  return row;
}
