/** Who is not to be asked, or not yet. Nobody is named: a hash is enough to know somebody again. */
import type { Kysely } from 'kysely';

import type { OptOut } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';

export interface OptingOut {
  readonly project: string;
  readonly respondent: string;
  readonly via: 'respondent' | 'company';
  /** Null: for good. */
  readonly until: string | null;
}

export function respondentHash(project: string, respondent: string): string {
  return sha256(`${project}/${respondent}`);
}

/** What is for good stays so, whoever puts something off afterwards. */
export async function optOut(
  { project, respondent, via, until }: OptingOut,
  trx: Kysely<Tables>,
  now: Date,
): Promise<void> {
  const row = { via, until, created_at: now.toISOString() };
  await trx
    .insertInto('opt_outs')
    .values({ project_id: project, respondent_hash: respondentHash(project, respondent), ...row })
    .onConflict((conflict) => {
      const changed = conflict.columns(['project_id', 'respondent_hash']).doUpdateSet(row);
      return until === null ? changed : changed.where('opt_outs.until', 'is not', null);
    })
    .execute();
}

export async function optIn(
  project: string,
  respondent: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .deleteFrom('opt_outs')
    .where('project_id', '=', project)
    .where('respondent_hash', '=', respondentHash(project, respondent))
    .execute();
}

export async function readOptOut(
  project: string,
  respondent: string,
  now: Date,
  db: Kysely<Tables>,
): Promise<OptOut> {
  const row = await db
    .selectFrom('opt_outs')
    .select(['until', 'via'])
    .where('project_id', '=', project)
    .where('respondent_hash', '=', respondentHash(project, respondent))
    .executeTakeFirst();
  const isOut = row !== undefined && (row.until === null || row.until > now.toISOString());
  if (!isOut) return { respondent, optedOut: false, until: null, via: null };
  return { respondent, optedOut: true, until: row.until, via: row.via };
}
