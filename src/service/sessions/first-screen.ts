/** The screen that a session begins with, so that the browser needs neither conditions nor pipes to draw it. */
import { firstOutlook } from '../../engine/index.ts';
import type { Outlook, SurveyContent, Variables } from '../../protocol/index.ts';
import { documentOf } from '../responses/response-rows.ts';

/**
 * By the same engine and facts as the widget goes on with; null when nothing is to be asked.
 *
 * @param responseId by which choices are shuffled
 * @param begun what the person goes on with; undefined for somebody who begins, or is not shown it
 */
export function firstScreen(
  content: SurveyContent,
  variables: Variables,
  lang: string,
  responseId: string,
  begun: Parameters<typeof documentOf>[0] | undefined,
): Outlook | null {
  const answers = begun === undefined ? {} : documentOf(begun).answers;
  return firstOutlook({ content, facts: { answers, variables }, lang, seed: responseId });
}
