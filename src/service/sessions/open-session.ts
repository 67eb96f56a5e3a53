/** `POST /v1/sessions`: a survey token, or a deep-link code, becomes the survey and a grant to answer it. */
import type { SessionReply } from '../../protocol/index.ts';
import { keyFingerprint, looksLikeApiKey } from '../credentials/api-key.ts';
import { verifySurveyToken } from '../credentials/survey-token.ts';
import type { GenuineToken } from '../credentials/survey-token.ts';
import { VerificationKeys } from '../credentials/verification-keys.ts';
import type { PublicCall, PublicHandlers } from '../http/public-routes.ts';
import { presentCode } from '../invitations/present-code.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { Admission } from './admission.ts';
import { admitInvited } from './invited.ts';
import type { Reception } from './invited.ts';
import { findWaiting } from './waiting.ts';
import type { Person } from './waiting.ts';

export interface SessionOffice extends Reception {
  /** The service's own origin; null: the one that a request has reached. */
  readonly publicOrigin: string | null;
}

type Call = PublicCall<'openSession'>;

export function sessionHandlers(office: SessionOffice): Pick<PublicHandlers, 'openSession'> {
  const { versions, world } = office;
  const keys = new VerificationKeys();
  const admission = new Admission(versions, world);
  return {
    openSession: async (call) => {
      try {
        const reply = await openSession(call, keys, admission, office);
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
  call: Call,
  keys: VerificationKeys,
  admission: Admission,
  office: SessionOffice,
): Promise<SessionReply> {
  const { token, code } = call.body;
  refuseApiKey(token ?? code ?? '', call, office.world);
  if (token === undefined) return await byCode(code ?? '', call, office);
  return await byToken(token, call, keys, admission, office);
}

/** A code is no page's: the service's own may use it as well as those of the project. */
async function byCode(code: string, call: Call, office: SessionOffice): Promise<SessionReply> {
  const { project_id: project, id, survey_id } = await presentCode(code, call, office.world);
  call.concerns(project);
  call.traffic.admitSession(project, survey_id);
  const guest = guestOf(call, null, office);
  return await lasting(admitInvited({ project, id }, guest, office), office.world);
}

async function byToken(
  secret: string,
  call: Call,
  keys: VerificationKeys,
  admission: Admission,
  office: SessionOffice,
): Promise<SessionReply> {
  const { body: request, origin } = call;
  const token = await verifySurveyToken(secret, keys, office.world);
  const { claims } = token;
  const { iss: project, survey = request.survey, inv } = claims;
  call.concerns(project);
  call.traffic.admitSession(project, survey);
  if (inv === undefined && survey === undefined && claims.sub !== undefined) {
    return await lasting(
      admitWaiting({ project, respondent: claims.sub }, call, token, office),
      office.world,
    );
  }
  if (inv === undefined) {
    const application = { bearer: claims, token, bound: null, request, origin };
    return await lasting(admission.admit(application), office.world);
  }
  const guest = guestOf(call, token, office);
  return await lasting(admitInvited({ project, id: inv }, guest, office), office.world);
}

/** Of a page that names no survey: whatever its person has been invited to. */
async function admitWaiting(
  person: Person,
  call: Call,
  token: GenuineToken,
  office: SessionOffice,
): Promise<SessionReply> {
  const id = await findWaiting(person, office.world);
  if (id === undefined) return { ask: false, reason: 'not_invited' };
  return await admitInvited({ project: person.project, id }, guestOf(call, token, office), office);
}

/** What was read, and refused by, has to be as lasting as the refusal. */
async function lasting(reply: Promise<SessionReply>, { database }: World): Promise<SessionReply> {
  try {
    return await reply;
  } catch (error) {
    await database.settle();
    throw error;
  }
}

function guestOf(
  { body: request, origin, reached }: Call,
  token: Parameters<typeof admitInvited>[1]['token'],
  { publicOrigin }: SessionOffice,
): Parameters<typeof admitInvited>[1] {
  return { token, request, origin, ownOrigin: publicOrigin ?? reached };
}

function refuseApiKey(
  credential: string,
  { origin, requestId }: Call,
  { log, metrics }: World,
): void {
  if (!looksLikeApiKey(credential)) return;
  metrics.leakedKeys.inc();
  log.error(
    { requestId, origin: origin?.slice(0, 300), key: keyFingerprint(credential) },
    'an API key was sent in place of a survey token: it is leaked, revoke it',
  );
  throw new ProblemError('token_is_key');
}
