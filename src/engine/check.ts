/** What the schema cannot see: whether the parts of a survey fit together. Run before publishing. */
import type { PointedError, SurveyContent } from '../protocol/index.ts';
import { checkLink, checkOrigin } from './check/addresses.ts';
import type { Checking } from './check/checking.ts';
import { checkCondition } from './check/conditions.ts';
import { checkCompiled, checkIds } from './check/identities.ts';
import { blockAt, outlineOf } from './check/outline.ts';
import type { Point } from './check/outline.ts';
import { checkQuestion } from './check/questions.ts';
import { checkText, checkTexts, textWarnings } from './check/texts.ts';
import { checkGoTos, checkLoops, checkReach } from './check/ways.ts';
import type { Farewell } from './endings.ts';

export interface CheckOptions {
  /** Of the project: where the survey may lead, and where its pictures may be. Not checked when unset. */
  readonly origins?: readonly string[] | undefined;
}

/** All faults at once, with JSON Pointers into the content as written; empty when it may be published. */
export function checkSurvey(
  content: SurveyContent,
  { origins }: CheckOptions = {},
): PointedError[] {
  const checking: Checking = { outline: outlineOf(content), origins, errors: [] };
  checkIds(checking);
  // A loop of which the ids are not sound, or that cannot be walked, cannot be written out either.
  const isSound = checking.errors.length === 0;
  checkText(content.title, '/title', { screen: 0, index: 0, block: undefined }, checking);
  checkLoops(checking);
  checkScreens(checking);
  if (isSound) checkCompiled(checking);
  checkReach(checking);
  checkEndings(checking);
  return checking.errors;
}

/** What may be meant, and mostly is not: the survey may be published all the same. */
export function surveyWarnings(content: SurveyContent): PointedError[] {
  return textWarnings(content);
}

function checkScreens(checking: Checking): void {
  const { content, blocks } = checking.outline;
  content.screens.forEach((screen, at) => {
    const pointer = `/screens/${at}`;
    const point: Point = { screen: at, index: 0, block: blockAt(at, blocks) };
    checkCondition(screen.showIf, `${pointer}/showIf`, point, checking);
    screen.questions.forEach((question, index) => {
      checkQuestion(question, `${pointer}/questions/${index}`, { ...point, index }, checking);
    });
    checkGoTos(screen, at, checking);
  });
}

function checkEndings(checking: Checking): void {
  const { endings = [], thanks, screens } = checking.outline.content;
  const end: Point = { screen: screens.length, index: 0, block: undefined };
  checkFarewell(thanks, '/thanks', end, checking);
  endings.forEach((ending, index) => {
    const pointer = `/endings/${index}`;
    checkCondition(ending.if, `${pointer}/if`, end, checking);
    checkFarewell(ending, pointer, end, checking);
  });
}

function checkFarewell(farewell: Farewell, pointer: string, end: Point, checking: Checking): void {
  checkTexts(farewell, pointer, end, checking);
  const { link, redirect } = farewell;
  if (link !== undefined) {
    checkLink(link.url, `${pointer}/link/url`, end, checking);
    checkOrigin(link.url, 'The button', `${pointer}/link/url`, checking);
  }
  if (redirect !== undefined) {
    checkLink(redirect, `${pointer}/redirect`, end, checking);
    checkOrigin(redirect, 'The redirect', `${pointer}/redirect`, checking);
  }
}
