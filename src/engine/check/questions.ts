/** One question by itself, and what it says of those before it. */
import type { Question, Rule } from '../../protocol/index.ts';
import { patternFault } from '../pattern.ts';
import { checkLink } from './addresses.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import { checkChoices, checkMatrix, checkParts } from './choices.ts';
import { checkCondition } from './conditions.ts';
import { checkExpression } from './expressions.ts';
import type { Point } from './outline.ts';
import { POSSIBLE_FAULTS } from './possible-faults.ts';
import { checkRanges } from './ranges.ts';
import { checkTexts } from './texts.ts';

/** Questions of one screen are seen together: conditions may look at those before, texts as well. */
export function checkQuestion(
  question: Question,
  pointer: string,
  point: Point,
  checking: Checking,
): void {
  checkCondition(question.showIf, `${pointer}/showIf`, point, checking);
  checkWords(question, pointer, point, checking);
  checkRanges(question, pointer, checking);
  checkType(question, pointer, point, checking);
  if ('requiredIf' in question) {
    checkCondition(question.requiredIf, `${pointer}/requiredIf`, point, checking);
  }
  if ('messages' in question) checkMessages(question, pointer, checking);
  if ('rules' in question) {
    question.rules?.forEach((rule, at) => {
      checkRule(rule, question.id, `${pointer}/rules/${at}`, point, checking);
    });
  }
}

/** What is said of an answer may quote it. */
function checkWords(question: Question, pointer: string, point: Point, checking: Checking): void {
  if (!('rules' in question || 'messages' in question)) {
    return checkTexts(question, pointer, point, checking);
  }
  const { rules, messages, ...asked } = question;
  checkTexts(asked, pointer, point, checking);
  checkTexts({ messages, rules }, pointer, withItself(point), checking);
}

/** The question's own answer is known, too. */
function withItself(point: Point): Point {
  return { ...point, index: point.index + 0.25 };
}

function checkType(question: Question, pointer: string, point: Point, checking: Checking): void {
  switch (question.type) {
    case 'single':
    case 'multiple':
    case 'ranking':
      return checkChoices(question, pointer, checking);
    case 'matrix':
      return checkMatrix(question, pointer, checking);
    case 'address':
    case 'contact':
      return checkParts(question, pointer, checking);
    case 'text':
      return checkTextField(question, pointer, checking);
    case 'link':
      return checkLink(question.url, `${pointer}/url`, point, checking);
    case 'consent':
      return question.document === undefined
        ? undefined
        : checkLink(question.document.url, `${pointer}/document/url`, point, checking);
    case 'hidden':
      return checkExpression(question.value, `${pointer}/value`, point, checking);
    default:
      return undefined;
  }
}

function checkTextField(
  { pattern, of }: Extract<Question, { type: 'text' }>,
  pointer: string,
  checking: Checking,
): void {
  const message = pattern === undefined ? null : patternFault(pattern);
  if (message !== null) fault(checking, `${pointer}/pattern`, 'pattern', message);
  if (of !== undefined) {
    const advice = 'It is set by the service; give a choice "other": true instead.';
    fault(checking, `${pointer}/of`, 'of_reserved', advice);
  }
}

function checkMessages(
  { type, messages = {} }: Extract<Question, { messages?: unknown }>,
  pointer: string,
  checking: Checking,
): void {
  const possible = POSSIBLE_FAULTS[type];
  for (const code of Object.keys(messages)) {
    if (possible.some((one) => one === code)) continue;
    const message =
      code === 'rule'
        ? 'Each rule brings its own message; write it there.'
        : `An answer of type "${type}" cannot have this fault; possible are ${possible.join(', ')}.`;
    fault(checking, `${pointer}/messages/${code}`, 'message_unused', message);
  }
}

function checkRule(
  { must, level }: Rule,
  id: string,
  pointer: string,
  point: Point,
  checking: Checking,
): void {
  checkCondition(must, `${pointer}/must`, withItself(point), checking);
  if (level === 'warning' || JSON.stringify(must).includes(`"answer":${JSON.stringify(id)}`))
    return;
  const message = `It does not look at "${id}", so nobody could mend it here; make it a warning, or use "showIf".`;
  fault(checking, `${pointer}/must`, 'rule_foreign', message);
}
