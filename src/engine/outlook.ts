/** What one screen shows and where it stands on the respondent's way. */
import type { Outlook, SurveyContent } from '../protocol/index.ts';
import type { Facts } from './facts.ts';
import { nextScreen, path, previousScreen, visibleQuestions } from './flow.ts';
import { pipesIn } from './text.ts';
import type { Piping } from './text.ts';

/** Null for a screen that the survey does not have. */
export function outlookOf(
  content: SurveyContent,
  screenId: string | null,
  facts: Facts,
): Outlook | null {
  const screen = content.screens.find(({ id }) => id === screenId);
  if (screen === undefined) return null;
  return {
    screen: screen.id,
    questions: visibleQuestions(screen, facts).map(({ id }) => id),
    hasBack: previousScreen(content, screen.id, facts) !== null,
    isLast: nextScreen(content, screen.id, facts) === null,
  };
}

/**
 * Of the screen to draw first, with its pipes filled: this one, or where somebody with these answers
 * begins or goes on. Null where nothing is to be asked.
 */
export function firstOutlook(piping: Piping, screenId?: string | null): Outlook | null {
  const { content, facts } = piping;
  const here = screenId ?? path(content, facts).slice(-1)[0]?.id ?? null;
  const outlook = outlookOf(content, here, facts);
  if (outlook === null) return null;
  const texts = [content.title, content.screens.find(({ id }) => id === here)];
  const piped = pipesIn(texts, piping);
  return Object.keys(piped).length > 0 ? { ...outlook, piped } : outlook;
}
