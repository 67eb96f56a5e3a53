/** Whether a credential, its page and its request may come in at all. */
import type { SessionRequest, SurveyTokenClaims } from '../../protocol/index.ts';
import { originProblem } from '../credentials/origin.ts';
import type { GenuineToken } from '../credentials/survey-token.ts';
import { ProblemError } from '../problem-error.ts';
import type { Situation } from './situation.ts';

/** Whom a credential names and what it vouches for: the claims of a token, or what an invitation says. */
export type Bearer = Pick<SurveyTokenClaims, 'iss' | 'sub' | 'survey' | 'vars' | 'org' | 'lang'>;

export interface Application {
  readonly bearer: Bearer;
  /** Null: it comes by a deep-link code. */
  readonly token: GenuineToken | null;
  /** The one response that the invitation has led to; null: none yet, or no invitation. */
  readonly bound: string | null;
  readonly request: Omit<SessionRequest, 'token' | 'code'>;
  readonly origin: string | null;
}

export interface Visit extends Application {
  /** The survey that credential or request names. */
  readonly survey: string;
  readonly isClosed: boolean;
  /** Its latest version. */
  readonly latest: number;
  readonly situation: Situation;
}

export function enter(application: Application, situation: Situation | undefined): Visit {
  const { bearer, request, origin } = application;
  if (situation === undefined) {
    throw new ProblemError('token_invalid', { reason: 'the signing key is revoked' });
  }
  const problem = originProblem(origin, bearer.org ?? situation.origins);
  if (problem !== null) throw new ProblemError(problem);
  const survey = surveyAskedFor(application);
  if (situation.erased) throw new ProblemError('response_erased');
  if (situation.survey === null) throw new ProblemError('survey_unknown');
  const { status, version } = situation.survey;
  if (version === null) throw new ProblemError('survey_not_published');
  refuseSpent(situation, survey, request.responseId);
  return { ...application, survey, situation, latest: version, isClosed: status === 'closed' };
}

/** Of an invitation that was opened before it is that one, whatever this device has thought of. */
export function responseAskedFor({ bound, request }: Application): string {
  return bound ?? request.responseId;
}

function surveyAskedFor({ bearer, request }: Application): string {
  const { survey: signed } = bearer;
  if (signed !== undefined && request.survey !== undefined && signed !== request.survey) {
    throw new ProblemError('survey_mismatch');
  }
  const survey = signed ?? request.survey;
  if (survey === undefined) throw new ProblemError('survey_not_named');
  return survey;
}

/** A `jti` opens one session: whoever repeats it must be repeating the same request, its reply lost. */
function refuseSpent({ used }: Situation, survey: string, responseId: string): void {
  if (used === null) return;
  if (used.response_id !== responseId || used.survey_id !== survey) {
    throw new ProblemError('token_used');
  }
}
