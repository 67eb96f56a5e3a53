/**
 * The way through a survey, a pure function of answers and variables. It only ever leads to later
 * screens, so it ends; and the same answers give the same way in widget and service.
 */
import type { Question, Screen, SurveyContent } from '../protocol/index.ts';
import { isAnswerable } from './answerable.ts';
import type { AnswerableQuestion } from './answerable.ts';
import type { Facts } from './facts.ts';
import { enterAnyway, walk } from './way.ts';

/** What a screen shows, by what is known when the respondent gets there. */
export function visibleQuestions(
  content: SurveyContent,
  screen: Screen,
  facts: Facts,
): readonly Question[] {
  const { stops, facts: known } = walk(content, facts, { at: screen.id });
  const here = stops.find((stop) => stop.screen.id === screen.id);
  return here?.questions ?? enterAnyway(screen, known, facts);
}

export function visibleAnswerables(
  content: SurveyContent,
  screen: Screen,
  facts: Facts,
): readonly AnswerableQuestion[] {
  return visibleQuestions(content, screen, facts).filter(isAnswerable);
}

export function firstScreen(content: SurveyContent, facts: Facts): Screen | null {
  return walk(content, facts).stops[0]?.screen ?? null;
}

/** The screen after this one, whether or not it lacks answers; null at the end. It is always a later one. */
export function nextScreen(content: SurveyContent, screenId: string, facts: Facts): Screen | null {
  const { stops } = walk(content, facts, { at: screenId, isLeaving: true });
  const here = indexOf(content, screenId);
  return stops.find(({ screen }) => indexOf(content, screen.id) > here)?.screen ?? null;
}

/** From the first screen to the first that has not been passed; all of them when the end is reached. */
export function path(content: SurveyContent, facts: Facts): readonly Screen[] {
  return walk(content, facts).stops.map(({ screen }) => screen);
}

/**
 * Where somebody with these answers begins or goes on: right after what was answered last, so that a screen
 * without questions is seen although nothing on it can be answered. Null where nothing is to be asked.
 */
export function standing(content: SurveyContent, facts: Facts): Screen | null {
  const { stops, isFinished: isDone } = walk(content, facts);
  const asks = stops.map(({ questions }) => questions.some(isAnswerable));
  // All is answered, and the last screen was not left yet.
  if (isDone && asks[stops.length - 1] === true) return stops[stops.length - 1]?.screen ?? null;
  return stops[asks.slice(0, -1).lastIndexOf(true) + 1]?.screen ?? null;
}

/** Whether the way leads to the end: every question on it was answered or skipped. */
export function isFinished(content: SurveyContent, facts: Facts): boolean {
  return walk(content, facts).isFinished;
}

/** The screen before this one on the respondent's way; null on the first. */
export function previousScreen(
  content: SurveyContent,
  screenId: string,
  facts: Facts,
): Screen | null {
  const { stops } = walk(content, facts, { at: screenId });
  const before = stops.filter(({ screen }) => screen.id !== screenId);
  return before[before.length - 1]?.screen ?? null;
}

function indexOf(content: SurveyContent, screenId: string): number {
  return content.screens.findIndex(({ id }) => id === screenId);
}
