/** `POST /v1/sessions`: a survey token becomes the survey and a grant to answer it. */
import type { SessionReply, SessionRequest, SurveyTokenClaims } from '../../protocol/index.ts';
import { keyFingerprint, looksLikeApiKey } from '../credentials/api-key.ts';
import { originProblem } from '../credentials/origin.ts';
import { verifySurveyToken } from '../credentials/survey-token.ts';
import type { PublicCall, PublicHandlers } from '../http/public-routes.ts';
import { ProblemError } from '../problem-error.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { admit } from './admission.ts';

export function sessionHandlers(
  versions: VersionCache,
  world: World,
): Pick<PublicHandlers, 'openSession'> {
  return {
    openSession: async (call) => {
      try {
        const reply = await openSession(call, versions, world);
        world.metrics.sessions.inc({ outcome: reply.ask ? 'opened' : reply.reason });
        return reply;
      } catch (error) {
        const outcome = error instanceof ProblemError ? error.code : 'internal';
        world.metrics.sessions.inc({ outcome });
        throw error;
      }
    },
  };
}

async function openSession(
  call: PublicCall<'openSession'>,
  versions: VersionCache,
  world: World,
): Promise<SessionReply> {
  const { body, origin } = call;
  refuseApiKey(body.token, call, world);
  const { claims, allowedOrigins } = await verifySurveyToken(body.token, world);
  call.concerns(claims.iss);
  const problem = originProblem(origin, allowedOrigins);
  if (problem !== null) throw new ProblemError(problem);
  const survey = surveyAskedFor(claims, body);
  const admission = { claims, request: body, survey, origin };
  return await world.database.write((trx) => admit(admission, versions, trx, world));
}

function refuseApiKey(
  token: string,
  { origin, requestId }: PublicCall<'openSession'>,
  { log, metrics }: World,
): void {
  if (!looksLikeApiKey(token)) return;
  metrics.leakedKeys.inc();
  log.error(
    { requestId, origin: origin?.slice(0, 300), key: keyFingerprint(token) },
    'an API key was sent in place of a survey token: it is leaked, revoke it',
  );
  throw new ProblemError('token_is_key');
}

function surveyAskedFor(claims: SurveyTokenClaims, request: SessionRequest): string {
  const { survey: signed } = claims;
  if (signed !== undefined && request.survey !== undefined && signed !== request.survey) {
    throw new ProblemError('survey_mismatch');
  }
  const survey = signed ?? request.survey;
  if (survey === undefined) throw new ProblemError('survey_not_named');
  return survey;
}
