/** How far along a screen is. Apart from the flow: it is drawn before the flow is needed. */
import type { SurveyContent } from '../protocol/index.ts';

/** Screens behind and screens in all: by place in the survey, so it never runs backwards when screens are skipped. */
export function progress(
  content: SurveyContent,
  screenId: string | null,
): { readonly done: number; readonly total: number } {
  const { length: total } = content.screens;
  const index = content.screens.findIndex(({ id }) => id === screenId);
  return { done: screenId === null ? total : Math.max(0, index), total };
}
