/** Everything that sessions are decided by, read at once: each statement is a round trip to the database. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { ResponseStatus } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { respondentHash } from '../asking/opt-outs.ts';
import { recordSet } from '../database/record-set.ts';
import type { Tables } from '../database/types.ts';
import { responseHash } from '../respondents/tombstones.ts';
import type { World } from '../world.ts';
import { responseAskedFor } from './entry.ts';
import type { Application } from './entry.ts';

/** Of one person and survey, so many latest responses are looked at. */
const OCCASIONS_MAX = 50;

export interface EarlierResponse {
  readonly id: string;
  readonly survey_id: string;
  readonly version: number;
  readonly respondent: string | null;
  readonly status: ResponseStatus;
  readonly revision: number;
  readonly document: unknown;
  readonly variables: unknown;
}

export interface Situation {
  /** The project's list. */
  readonly origins: readonly string[];
  /** Whether the response asked for was erased. */
  readonly erased: boolean;
  /** Null: not of this project. */
  readonly survey: { readonly status: string; readonly version: number | null } | null;
  /** The session that the token has opened before. */
  readonly used: { readonly survey_id: string; readonly response_id: string } | null;
  /** The response asked for. */
  readonly asked: EarlierResponse | null;
  /** What the respondent has answered to this survey and may still change, the latest first. */
  readonly occasions: readonly EarlierResponse[];
  /** Whether there is anything that says whom to ask how often, or this person not at all. */
  readonly limited: boolean;
  /** The latest grant of the response asked for. */
  readonly granted: {
    readonly survey_id: string;
    readonly version: number;
    readonly respondent: string | null;
  } | null;
}

/** Of one visit, in a form in which many can be asked about together. */
const VISIT = {
  nr: 'integer',
  kid: 'text',
  public_jwk: 'jsonb',
  jti: 'text',
  survey: 'text',
  respondent: 'text',
  response: 'text',
  response_hash: 'text',
  respondent_hash: 'text',
} as const;

/**
 * Of each application in its order; undefined when the key that signed its token has been revoked. A deep-link
 * code has no key: its invitation has been found already, and is locked.
 *
 * `offset 0` keeps PostgreSQL from looking the person's responses up among all those of the survey: as
 * long as it has no statistics it takes that index for as good, because that one is in the order asked for.
 */
export async function readSituations(
  project: string,
  applications: readonly Application[],
  db: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<(Situation | undefined)[]> {
  const visits = applications.map((application, nr) => visitOf(project, application, nr));
  const responseColumns = sql`id, survey_id, version, respondent, status, revision, document, variables`;
  const { rows } = await sql<Situation & { readonly nr: number }>`
    select visit.nr, projects.origins,
      exists (
        select 1 from tombstones
        where project_id = ${project} and response_hash = visit.response_hash
      ) as erased,
      exists (select 1 from asking_policies where project_id = ${project}) or exists (
        select 1 from opt_outs
        where project_id = ${project} and respondent_hash = visit.respondent_hash
      ) as limited,
      (select to_jsonb(found) from (
        select status, version from surveys where project_id = ${project} and id = visit.survey
      ) found) as survey,
      (select to_jsonb(found) from (
        select survey_id, response_id from sessions
        where project_id = ${project} and jti = visit.jti
      ) found) as used,
      (select to_jsonb(found) from (
        select ${responseColumns} from responses
        where project_id = ${project} and id = visit.response
      ) found) as asked,
      (select coalesce(jsonb_agg(found), '[]') from (
        select ${responseColumns} from (
          select * from responses
          where project_id = ${project} and respondent = visit.respondent offset 0
        ) own
        where survey_id = visit.survey and status in ('partial', 'completed')
          and deadline > ${now().toISOString()}
        order by created_at desc limit ${OCCASIONS_MAX}
      ) found) as occasions,
      (select to_jsonb(found) from (
        select survey_id, version, respondent from response_grants
        where project_id = ${project} and response_id = visit.response
        order by created_at desc limit 1
      ) found) as granted
    from projects cross join ${recordSet(VISIT, visits)} visit
    where projects.id = ${project} and (visit.kid is null or exists (
      select 1 from signing_keys
      where project_id = ${project} and kid = visit.kid and revoked_at is null
        and public_jwk = visit.public_jwk
    ))`.execute(db);
  const situations = new Map(rows.map((row) => [row.nr, row]));
  return applications.map((_, nr) => situations.get(nr));
}

function visitOf(project: string, application: Application, nr: number) {
  const { bearer, token, request } = application;
  const response = responseAskedFor(application);
  return {
    nr,
    kid: token?.key.kid ?? null,
    public_jwk: token === null ? null : toJson(token.key.publicJwk),
    jti: token?.claims.jti ?? null,
    survey: bearer.survey ?? request.survey ?? null,
    respondent: bearer.sub ?? null,
    response,
    response_hash: responseHash(project, response),
    respondent_hash: bearer.sub === undefined ? null : respondentHash(project, bearer.sub),
  };
}
