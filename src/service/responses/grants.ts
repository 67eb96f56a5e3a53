/** The grants of one batch, with what the project says about origins. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { VariableValues } from '../../protocol/index.ts';
import type { GrantAddress } from '../credentials/grant.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { UNFOLLOWED } from '../invitations/answered.ts';

export interface Grant {
  readonly project: string;
  readonly hash: string;
  readonly response: string;
  readonly survey: string;
  readonly version: number;
  readonly respondent: string | null;
  /** Of the page that opened the session. */
  readonly origin: string | null;
  /** Pages that may use it. */
  readonly allowedOrigins: readonly string[];
  readonly signed: VariableValues;
  readonly expiresAt: Date;
  /** Whether an invitation has led to this response, or may be answered by it. */
  readonly isInvited: boolean;
}

/**
 * By hash, and locked: an erasure waits for this submission, or this submission sees the erasure. One
 * batch mostly knows one project; a device of several is asked project by project.
 */
export async function lockGrants(
  addresses: readonly GrantAddress[],
  trx: Kysely<Tables>,
): Promise<Map<string, Grant>> {
  const grants = new Map<string, Grant>();
  for (const project of [...new Set(addresses.map((address) => address.project))].sort()) {
    const hashes = addresses.filter((one) => one.project === project).map(({ hash }) => hash);
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    const rows = await grantsOf(project, hashes, trx).forShare('response_grants').execute();
    for (const row of rows) grants.set(row.hash, grantOf(row));
  }
  return grants;
}

/**
 * One grant, held against an erasure; `alone` holds off everybody else who writes under it as well, for
 * what counts the rows it adds to.
 */
export async function lockGrant(
  { project, hash }: GrantAddress,
  hold: 'shared' | 'alone',
  trx: Kysely<Tables>,
): Promise<Grant | undefined> {
  const grants = grantsOf(project, [hash], trx);
  const row = await (
    hold === 'alone' ? grants.forUpdate('response_grants') : grants.forShare('response_grants')
  ).executeTakeFirst();
  return row && grantOf(row);
}

/** As they stand at this moment, by hash: whoever acts on one looks again as he does. */
export async function readGrants(
  project: string,
  hashes: readonly string[],
  db: Kysely<Tables>,
): Promise<Map<string, Grant>> {
  const rows = await grantsOf(project, hashes, db).execute();
  return new Map(rows.map((row) => [row.hash, grantOf(row)]));
}

/** One parameter for all hashes: see database/record-set.ts. */
function grantsOf(project: string, hashes: readonly string[], db: Kysely<Tables>) {
  const wanted = sql<string>`(select json_array_elements_text(${toJson(hashes)}))`;
  return db
    .selectFrom('response_grants')
    .innerJoin('projects', 'projects.id', 'response_grants.project_id')
    .selectAll('response_grants')
    .select('projects.origins')
    .select(({ exists, or, selectFrom }) => {
      const invitations = selectFrom('invitations')
        .select('invitations.id')
        .whereRef('invitations.project_id', '=', 'response_grants.project_id');
      const own = invitations.whereRef(
        'invitations.response_id',
        '=',
        'response_grants.response_id',
      );
      const unfollowed = invitations
        .whereRef('invitations.respondent', '=', 'response_grants.respondent')
        .whereRef('invitations.survey_id', '=', 'response_grants.survey_id')
        .where('invitations.response_id', 'is', null)
        .where('invitations.status', 'in', UNFOLLOWED);
      return or([exists(own), exists(unfollowed)]).as('is_invited');
    })
    .where('response_grants.project_id', '=', project)
    .where('response_grants.hash', 'in', wanted)
    .orderBy('response_grants.hash');
}

type GrantRow = Awaited<ReturnType<ReturnType<typeof grantsOf>['execute']>>[number];

function grantOf(row: GrantRow): Grant {
  return {
    project: row.project_id,
    hash: row.hash,
    response: row.response_id,
    survey: row.survey_id,
    version: row.version,
    respondent: row.respondent,
    origin: row.origin,
    allowedOrigins: row.org ?? row.origins,
    signed: row.variables as VariableValues,
    expiresAt: new Date(row.expires_at),
    isInvited: Boolean(row.is_invited),
  };
}
