/** What few pages need: to wait while the page is busy. And the ways to the app around it, and to what only who builds a page needs. */
import type { HostedSurvey } from './bridge/hosted-survey.ts';
import type * as InsightModule from './insight.ts';
import type { openPreview } from './preview.ts';

export { clearance } from './clearance.ts';

/** A survey that nobody has published. */
export async function preview(
  ...written: Parameters<typeof openPreview>
): ReturnType<typeof openPreview> {
  return (await import('./preview.ts')).openPreview(...written);
}

/** Lets the app around the page, where there is one, bring what the page has not. */
export async function meetApp(survey: HostedSurvey): Promise<void> {
  // What cannot be loaded now is tried again with the next change of the survey.
  await (await import('./bridge/index.ts').catch(() => undefined))?.meet(survey);
}

/** Why the survey is, or is not, on the screen. */
export function insight(): Promise<typeof InsightModule> {
  return import('./insight.ts');
}
