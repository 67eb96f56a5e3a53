import { within } from '../within.ts';
import type { HostedSurvey } from './hosted-survey.ts';

/** Nobody is told that there is no survey while there may be one in a moment. */
const PATIENCE_MS = 3000;

/**
 * A survey that could not be shown meets the app around its page, if there is one: the app may hold answers that wait
 * for a page, and is told why there is no survey. Where the page's token was no good, it may have another: resolves
 * when it has answered, or takes too long; a token that comes later counts as well.
 */
export async function meetLate(survey: HostedSurvey, code: string): Promise<void> {
  const meeting = import('./index.ts').then(({ meet }) => meet(survey));
  // Without app, chunk or answer the survey says what it has to say.
  const met = meeting.catch(() => undefined);
  if (!isInNeed(survey, code)) return;
  const renewing = met.then((app) => app?.renew(survey, code));
  await within(PATIENCE_MS, renewing).catch(() => undefined);
}

/** The page may see to it itself. */
function isInNeed(survey: HostedSurvey, code: string): boolean {
  return /^token_(expired|used|invalid)$/.test(code) && survey.explain().step === 'failed';
}
