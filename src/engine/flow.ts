/**
 * The way through a survey, a pure function of answers and variables. It only ever leads to later
 * screens, so it ends; and the same answers give the same way in widget and service.
 */
import type { Question, Screen, SurveyContent } from '../protocol/index.ts';
import { isAnswerable } from './answerable.ts';
import type { AnswerableQuestion } from './answerable.ts';
import { holds } from './condition.ts';
import { own } from './own.ts';
import type { Facts } from './facts.ts';

const KNOWN_TYPES: ReadonlySet<string> = new Set([
  'nps',
  'rating',
  'single',
  'multiple',
  'text',
  'email',
  'statement',
] satisfies Question['type'][]);

/** A survey written for a newer widget may hold types that this one does not know; they are left out. */
export function visibleQuestions(screen: Screen, facts: Facts): readonly Question[] {
  return screen.questions.filter(
    (question) => KNOWN_TYPES.has(question.type) && holds(question.showIf, facts),
  );
}

export function visibleAnswerables(screen: Screen, facts: Facts): readonly AnswerableQuestion[] {
  return visibleQuestions(screen, facts).filter(isAnswerable);
}

export function firstScreen(content: SurveyContent, facts: Facts): Screen | null {
  return showFrom(content, 0, facts);
}

/** The screen after this one; null at the end. */
export function nextScreen(content: SurveyContent, screenId: string, facts: Facts): Screen | null {
  const index = indexOf(content, screenId);
  const screen = content.screens[index];
  if (screen === undefined) return null;
  const target = (screen.goTo ?? []).find((goTo) => holds(goTo.if, facts))?.to;
  if (target === 'end') return null;
  const targetIndex = target === undefined ? -1 : indexOf(content, target);
  // Publishing refuses ways back; a target that is not later is ignored, so that nobody goes in circles.
  return showFrom(content, targetIndex > index ? targetIndex : index + 1, facts);
}

/** The first screen from `index` on with something to show. A hidden screen's own "go to" has no say. */
function showFrom(content: SurveyContent, index: number, facts: Facts): Screen | null {
  return (
    content.screens
      .slice(index)
      .find(
        (screen) => holds(screen.showIf, facts) && visibleQuestions(screen, facts).length > 0,
      ) ?? null
  );
}

/** From the first screen to the first that has not been passed; all of them when the end is reached. */
export function path(content: SurveyContent, facts: Facts): readonly Screen[] {
  const screens: Screen[] = [];
  let screen = firstScreen(content, facts);
  while (screen !== null) {
    screens.push(screen);
    if (!isPassed(screen, facts)) break;
    screen = nextScreen(content, screen.id, facts);
  }
  return screens;
}

/** Whether the way leads to the end: every question on it was answered or skipped. */
export function isFinished(content: SurveyContent, facts: Facts): boolean {
  const way = path(content, facts);
  const last = way[way.length - 1];
  return last === undefined || isPassed(last, facts);
}

function isPassed(screen: Screen, facts: Facts): boolean {
  return visibleAnswerables(screen, facts).every(({ id }) => own(facts.answers, id) !== undefined);
}

/** The screen before this one on the respondent's way; null on the first. */
export function previousScreen(
  content: SurveyContent,
  screenId: string,
  facts: Facts,
): Screen | null {
  const way = path(content, facts);
  const index = way.findIndex(({ id }) => id === screenId);
  return way[(index === -1 ? way.length : index) - 1] ?? null;
}

function indexOf(content: SurveyContent, screenId: string): number {
  return content.screens.findIndex(({ id }) => id === screenId);
}
