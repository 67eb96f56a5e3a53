/** Who is asked, with which response, and who is not: everything that a session decides in its transaction. */
import type { Kysely } from 'kysely';

import { collectVariables } from '../../engine/index.ts';
import { chooseLanguage, inLanguage } from '../../engine/languages.ts';
import { LIMITS } from '../../protocol/index.ts';
import type {
  SessionReply,
  SessionRequest,
  SurveyContent,
  SurveyTokenClaims,
} from '../../protocol/index.ts';
import { newGrant } from '../credentials/grant.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';
import { isErased } from '../respondents/tombstones.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { findResponse, pinnedVersion } from './earlier.ts';
import type { EarlierResponse } from './earlier.ts';

export interface Admission {
  readonly claims: SurveyTokenClaims;
  readonly request: SessionRequest;
  /** The survey that token or request names. */
  readonly survey: string;
  readonly origin: string | null;
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

export async function admit(
  admission: Admission,
  versions: VersionCache,
  trx: Kysely<Tables>,
  world: World,
): Promise<SessionReply> {
  const { claims, request, survey } = admission;
  if (await isErased(claims.iss, request.responseId, trx))
    throw new ProblemError('response_erased');
  const { status, version: latest } = await requirePublished(claims.iss, survey, trx);
  await useToken(admission, trx, world);
  const present = await versions.content(claims.iss, survey, latest, trx);
  const earlier = await findResponse(admission, present, trx, world);
  if (earlier?.status === 'completed') return { ask: false, reason: 'answered' };
  if (status === 'closed' && earlier === undefined) return { ask: false, reason: 'closed' };
  const version = earlier?.version ?? (await pinnedVersion(admission, trx)) ?? latest;
  const content = await versions.content(claims.iss, survey, version, trx);
  return await open({ ...admission, version, content, earlier }, trx, world);
}

async function requirePublished(
  project: string,
  survey: string,
  trx: Kysely<Tables>,
): Promise<{ readonly status: string; readonly version: number }> {
  const row = await trx
    .selectFrom('surveys')
    .select(['status', 'version'])
    .where('project_id', '=', project)
    .where('id', '=', survey)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('survey_unknown');
  if (row.version === null) throw new ProblemError('survey_not_published');
  return { status: row.status, version: row.version };
}

/** A `jti` opens one session: whoever repeats it must be repeating the same request, its reply lost. */
async function useToken(
  { claims, request, survey }: Admission,
  trx: Kysely<Tables>,
  { now }: World,
): Promise<void> {
  const used = await trx
    .insertInto('sessions')
    .values({
      project_id: claims.iss,
      jti: claims.jti,
      survey_id: survey,
      response_id: request.responseId,
      created_at: now().toISOString(),
      expires_at: new Date(claims.exp * 1000).toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'jti']).doNothing())
    .returning('jti')
    .executeTakeFirst();
  if (used !== undefined) return;
  const earlier = await trx
    .selectFrom('sessions')
    .select(['survey_id', 'response_id'])
    .where('project_id', '=', claims.iss)
    .where('jti', '=', claims.jti)
    .executeTakeFirstOrThrow();
  if (earlier.response_id !== request.responseId || earlier.survey_id !== survey) {
    throw new ProblemError('token_used');
  }
}

interface Opening extends Admission {
  readonly version: number;
  readonly content: SurveyContent;
  readonly earlier: EarlierResponse | undefined;
}

async function open(opening: Opening, trx: Kysely<Tables>, world: World): Promise<SessionReply> {
  const { claims, request, survey, version, content, earlier } = opening;
  const lang = chooseLanguage(content, [
    ...(claims.lang === undefined ? [] : [claims.lang]),
    ...(request.lang ?? []),
  ]);
  const responseId = earlier?.id ?? request.responseId;
  const days = content.answerDays ?? LIMITS.answerDays;
  const deadline = new Date(world.now().getTime() + days * MS_PER_DAY).toISOString();
  const grant = await issueGrant(opening, { responseId, deadline, lang }, trx, world);
  const { variables, warnings } = collectVariables(content, {
    token: claims.vars,
    page: request.page,
  });
  return {
    ask: true,
    project: claims.iss,
    responseId,
    survey: { id: survey, version, content: inLanguage(content, lang) },
    lang,
    variables,
    grant,
    deadline,
    ...(isResumable(opening) && earlier !== undefined && { resume: documentOf(earlier) }),
    ...(warnings.length > 0 && { warnings: [...warnings] }),
  };
}

/** Answers are shown again only to a person whom the token names: an id alone is no proof of who asks. */
function isResumable({ claims, earlier }: Opening): boolean {
  return claims.sub !== undefined && earlier?.status === 'partial';
}

async function issueGrant(
  { claims, survey, version, origin }: Opening,
  terms: { readonly responseId: string; readonly deadline: string; readonly lang: string },
  trx: Kysely<Tables>,
  world: World,
): Promise<string> {
  const { grant, hash } = newGrant(claims.iss, world);
  await trx
    .insertInto('response_grants')
    .values({
      project_id: claims.iss,
      hash,
      response_id: terms.responseId,
      survey_id: survey,
      version,
      respondent: claims.sub ?? null,
      origin,
      org: claims.org === undefined ? null : toJson(claims.org),
      variables: toJson(claims.vars ?? {}),
      lang: terms.lang,
      expires_at: terms.deadline,
      created_at: world.now().toISOString(),
    })
    .execute();
  return grant;
}
