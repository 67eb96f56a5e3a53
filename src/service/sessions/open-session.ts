/** `POST /v1/sessions`: a survey token becomes the survey and a grant to answer it. */
import type { SessionReply } from '../../protocol/index.ts';
import { keyFingerprint, looksLikeApiKey } from '../credentials/api-key.ts';
import { verifySurveyToken } from '../credentials/survey-token.ts';
import { VerificationKeys } from '../credentials/verification-keys.ts';
import type { PublicCall, PublicHandlers } from '../http/public-routes.ts';
import { ProblemError } from '../problem-error.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { Admission } from './admission.ts';

export function sessionHandlers(
  versions: VersionCache,
  world: World,
): Pick<PublicHandlers, 'openSession'> {
  const keys = new VerificationKeys();
  const admission = new Admission(versions, world);
  return {
    openSession: async (call) => {
      try {
        const reply = await openSession(call, keys, admission, world);
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
  keys: VerificationKeys,
  admission: Admission,
  world: World,
): Promise<SessionReply> {
  const { body, origin } = call;
  refuseApiKey(body.token, call, world);
  const token = await verifySurveyToken(body.token, keys, world);
  const { iss: project, survey = body.survey } = token.claims;
  call.concerns(project);
  call.traffic.admitSession(project, survey);
  try {
    return await admission.admit({ token, request: body, origin });
  } catch (error) {
    // What was read, and refused by, has to be as lasting as the refusal.
    await world.database.settle();
    throw error;
  }
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
