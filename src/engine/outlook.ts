/** What one screen shows and where it stands on the respondent's way. */
import type { Outlook, Question, SurveyContent } from '../protocol/index.ts';
import type { Facts } from './facts.ts';
import { standing, visibleQuestions } from './flow.ts';
import { settled } from './hidden.ts';
import { choiceOrder } from './order.ts';
import { isRequired } from './required.ts';
import { pipesIn } from './text.ts';
import type { Piping } from './text.ts';
import { walk } from './way.ts';

/**
 * Null for a screen that the survey does not have.
 *
 * @param seed the response's id, by which choices are shuffled; without it they stand as written
 */
export function outlookOf(
  content: SurveyContent,
  screenId: string | null,
  facts: Facts,
  seed?: string,
): Outlook | null {
  const screen = content.screens.find(({ id }) => id === screenId);
  if (screen === undefined) return null;
  const {
    stops,
    isFinished,
    facts: known,
  } = walk(content, facts, {
    at: screen.id,
    isLeaving: true,
  });
  const index = stops.findIndex((stop) => stop.screen === screen);
  const questions = stops[index]?.questions ?? visibleQuestions(content, screen, facts);
  return {
    screen: screen.id,
    questions: questions.map(({ id }) => id),
    hasBack: index === -1 ? stops.length > 0 : index > 0,
    isLast: isFinished && index === stops.length - 1,
    ...demanded(questions, known),
    ...(seed !== undefined && shuffled(questions, seed)),
  };
}

/** Those that have to be answered only because of what is known so far. */
function demanded(questions: readonly Question[], facts: Facts): Pick<Outlook, 'required'> {
  const required = questions
    .filter((question) => isRequired(question, facts) && !isRequired(question))
    .map(({ id }) => id);
  return required.length > 0 ? { required } : {};
}

function shuffled(questions: readonly Question[], seed: string): Pick<Outlook, 'order'> {
  const order: Record<string, string[]> = {};
  for (const question of questions) {
    const ids = choiceOrder(question, seed);
    if (ids !== undefined) order[question.id] = [...ids];
  }
  return Object.keys(order).length > 0 ? { order } : {};
}

/**
 * Of the screen to draw first, with its pipes filled: this one, or where somebody with these answers
 * begins or goes on. Null where nothing is to be asked.
 */
export function firstOutlook(piping: Piping, screenId?: string | null): Outlook | null {
  const { content, facts, seed } = piping;
  const here = screenId ?? standing(content, facts)?.id ?? null;
  const outlook = outlookOf(content, here, facts, seed);
  if (outlook === null) return null;
  const known = settled(content, facts, outlook.screen);
  const texts = [content.title, content.screens.find(({ id }) => id === here)];
  const piped = pipesIn(texts, { ...piping, facts: known });
  return Object.keys(piped).length > 0 ? { ...outlook, piped } : outlook;
}
