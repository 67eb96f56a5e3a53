/** Whether this person has already begun to answer: the response to go on with, and the version it is of. */
import { collectVariables } from '../../engine/index.ts';
import type { SurveyContent, Variables } from '../../protocol/index.ts';
import { canonicalJson } from '../hash.ts';
import { ProblemError } from '../problem-error.ts';
import type { Visit } from './entry.ts';
import type { EarlierResponse } from './situation.ts';

/** The response asked for, or the one that another visit or device began on the same occasion. */
export function findResponse(visit: Visit, content: SurveyContent): EarlierResponse | undefined {
  const { asked } = visit.situation;
  if (asked === null) {
    const same = sameOccasion(visit, content);
    // An invitation stays with its response, which a device may hold unsent; it ends with another one's end.
    return visit.bound === null || same?.status === 'completed' ? same : undefined;
  }
  requireOwn(asked, visit);
  return asked;
}

/**
 * The same person, survey and signed variables, while answers are still accepted: another device at the
 * same order. The next order has another number, and next quarter's question comes after the deadline.
 */
function sameOccasion(
  { bearer, situation }: Visit,
  content: SurveyContent,
): EarlierResponse | undefined {
  const { occasions } = situation;
  if (occasions.length === 0) return undefined;
  const occasion = signedPart(collectVariables(content, { token: bearer.vars }).variables);
  return occasions.find(({ variables }) => signedPart(variables as Variables) === occasion);
}

/** What the customer's backend vouched for, in a form that can be compared. */
export function signedPart(variables: Variables): string {
  const signed = Object.entries(variables).filter(([, { source }]) => source === 'token');
  return canonicalJson(Object.fromEntries(signed));
}

/**
 * A response that has a grant but no row yet is being answered on a device: it keeps its version although
 * a newer one was published meanwhile, and it stays its respondent's.
 */
export function pinnedVersion(visit: Visit): number | undefined {
  const { granted } = visit.situation;
  if (granted === null) return undefined;
  requireOwn(granted, visit);
  return granted.version;
}

function requireOwn(
  { survey_id, respondent }: Pick<EarlierResponse, 'survey_id' | 'respondent'>,
  { bearer, survey }: Visit,
): void {
  if (survey_id !== survey || respondent !== (bearer.sub ?? null)) {
    throw new ProblemError('response_foreign');
  }
}
