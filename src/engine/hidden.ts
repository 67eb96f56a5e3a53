/** Hidden questions: values that are computed from what the respondent has said, and stored like answers. */
import type { SurveyContent } from '../protocol/index.ts';
import type { Facts } from './facts.ts';
import { walk } from './way.ts';

/**
 * What counts: the answers on the respondent's way, and the values of the hidden questions that lie
 * before its end, those that a "go to" jumps over too. Conditions, texts and verdicts go by these facts.
 *
 * @param screenId the screen on which the respondent is: what lies behind it does not count yet
 */
export function settled(content: SurveyContent, facts: Facts, screenId?: string | null): Facts {
  return walk(content, facts, { at: screenId ?? undefined }).facts;
}
