/** Whether a token, its page and its request may come in at all. */
import type { SurveyTokenClaims } from '../../protocol/index.ts';
import { originProblem } from '../credentials/origin.ts';
import { ProblemError } from '../problem-error.ts';
import type { Application } from './admission.ts';
import type { Situation } from './situation.ts';

export interface Visit extends Omit<Application, 'token'> {
  readonly claims: SurveyTokenClaims;
  /** The survey that token or request names. */
  readonly survey: string;
  readonly isClosed: boolean;
  /** Its latest version. */
  readonly latest: number;
  readonly situation: Situation;
}

export function enter(application: Application, situation: Situation | undefined): Visit {
  const { token, request, origin } = application;
  const { claims } = token;
  if (situation === undefined) {
    throw new ProblemError('token_invalid', { reason: 'the signing key is revoked' });
  }
  const problem = originProblem(origin, claims.org ?? situation.origins);
  if (problem !== null) throw new ProblemError(problem);
  const survey = surveyAskedFor(application);
  if (situation.erased) throw new ProblemError('response_erased');
  if (situation.survey === null) throw new ProblemError('survey_unknown');
  const { status, version } = situation.survey;
  if (version === null) throw new ProblemError('survey_not_published');
  refuseSpent(situation, survey, request.responseId);
  return {
    claims,
    request,
    origin,
    survey,
    situation,
    latest: version,
    isClosed: status === 'closed',
  };
}

function surveyAskedFor({ token, request }: Application): string {
  const { survey: signed } = token.claims;
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
