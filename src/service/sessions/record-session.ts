/** Writes down that tokens have opened their sessions, and the grants that came of it. */
import type { Insertable, QueryCreator } from 'kysely';

import { firstOfEach } from '../database/gathered.ts';
import { recordSet } from '../database/record-set.ts';
import type { ColumnTypes } from '../database/record-set.ts';
import type { ResponseGrantsTable, SessionsTable, Tables } from '../database/types.ts';
import type { GenuineToken } from '../credentials/survey-token.ts';
import type { World } from '../world.ts';
import type { Visit } from './entry.ts';

export type SessionRow = Insertable<SessionsTable>;
export type GrantRow = Insertable<ResponseGrantsTable>;

export interface Opened {
  readonly session: SessionRow;
  /** Null: not asked. */
  readonly grant: GrantRow | null;
}

/** That this token has opened this visit, as its device asked for it. */
export function sessionRow(
  { survey, request }: Visit,
  { claims }: GenuineToken,
  now: Date,
): SessionRow {
  return {
    project_id: claims.iss,
    jti: claims.jti,
    survey_id: survey,
    response_id: request.responseId,
    created_at: now.toISOString(),
    expires_at: new Date(claims.exp * 1000).toISOString(),
  };
}

/** Whether each held: not when another request has used the token since the situation was read. */
export async function recordSessions(
  group: readonly Opened[],
  { database }: Pick<World, 'database'>,
): Promise<boolean[]> {
  const first = firstOfEach(group, ({ session }) => session.jti);
  const spent = await database.writeStatement((db) => spendTokens([...first.values()], db));
  const tokens = new Set(spent.map(({ jti }) => jti));
  return group.map((one) => tokens.has(one.session.jti) && first.get(one.session.jti) === one);
}

const SESSION: ColumnTypes<SessionRow> = {
  project_id: 'text',
  jti: 'text',
  survey_id: 'text',
  response_id: 'text',
  created_at: 'timestamptz',
  expires_at: 'timestamptz',
};

const GRANT: ColumnTypes<GrantRow> = {
  project_id: 'text',
  hash: 'text',
  response_id: 'text',
  survey_id: 'text',
  version: 'integer',
  respondent: 'text',
  origin: 'text',
  org: 'jsonb',
  variables: 'jsonb',
  lang: 'text',
  expires_at: 'timestamptz',
  created_at: 'timestamptz',
};

/** A grant is made beside the row that spends its token: without the one there is not the other. */
function spendTokens(opened: readonly Opened[], db: QueryCreator<Tables>) {
  const sessions = opened.map(({ session }) => session);
  const grants = opened.flatMap(({ session: { jti }, grant }) =>
    grant === null ? [] : [{ ...grant, jti }],
  );
  const sessionColumns = Object.keys(SESSION) as (keyof SessionRow)[];
  const grantColumns = Object.keys(GRANT) as (keyof GrantRow)[];
  return db
    .with('offered', () => recordSet(SESSION, sessions))
    .with('granted', () => recordSet({ ...GRANT, jti: 'text' }, grants))
    .with('spent', (on) =>
      on
        .insertInto('sessions')
        .columns(sessionColumns)
        // In one order in every statement: two of them cannot wait for each other.
        .expression((from) => from.selectFrom('offered').select(sessionColumns).orderBy('jti'))
        .onConflict((conflict) => conflict.columns(['project_id', 'jti']).doNothing())
        .returning('jti'),
    )
    .with('made', (on) =>
      on
        .insertInto('response_grants')
        .columns(grantColumns)
        .expression((from) =>
          from
            .selectFrom('granted')
            .innerJoin('spent', 'spent.jti', 'granted.jti')
            .select(grantColumns.map((column) => `granted.${column}` as const)),
        ),
    )
    .selectFrom('spent')
    .select('jti');
}
