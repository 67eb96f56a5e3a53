/** Leaving a screen. Apart from the way itself, so that a widget can show a question before it can judge one. */
import type { Answer, Answers, Screen, SurveyContent } from '../protocol/index.ts';
import type { AnswerableQuestion } from './answerable.ts';
import type { Facts } from './facts.ts';
import { asGiven } from './as-given.ts';
import { nextScreen } from './flow.ts';
import { own } from './own.ts';
import { validateAnswer } from './validation.ts';
import type { Fault } from './validation.ts';
import { walk } from './way.ts';

export type Finish =
  | {
      readonly ok: true;
      readonly answers: Answers;
      readonly next: Screen | null;
      /** By question: what the respondent may be told once, and may leave as it is. */
      readonly warnings: Readonly<Record<string, Fault>>;
    }
  | { readonly ok: false; readonly faults: Readonly<Record<string, Fault>> };

/**
 * Leaves a screen: judges and normalises its answers, marks what was left empty as skipped, and says
 * what comes next. Question after question, since what is normalised may show or hide the next one.
 *
 * @param now RFC 3339, for the questions that are skipped.
 */
export function finishScreen(
  content: SurveyContent,
  screen: Screen,
  facts: Facts,
  now: string,
): Finish {
  const answers: Answers = { ...facts.answers };
  const faults: Record<string, Fault> = {};
  const warnings: Record<string, Fault> = {};
  const judge = (question: AnswerableQuestion, known: Facts): Answer | undefined => {
    const given = own(facts.answers, question.id);
    const verdict = validateAnswer(question, given?.value ?? null, known);
    if (!verdict.ok) {
      faults[question.id] = verdict.fault;
      return given;
    }
    if (verdict.warning !== undefined) warnings[question.id] = verdict.warning;
    const answer = asGiven(given ?? { at: now }, verdict.value);
    answers[question.id] = answer;
    return answer;
  };
  walk(content, facts, {
    at: screen.id,
    take: (question, { id }, known) =>
      id === screen.id ? judge(question, known) : own(facts.answers, question.id),
  });
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const next = afterScreen(content, screen, { ...facts, answers });
  return { ok: true, answers, next, warnings };
}

/** Nobody is done while something on the way lacks an answer: they are led back to it. */
function afterScreen(content: SurveyContent, screen: Screen, facts: Facts): Screen | null {
  const next = nextScreen(content, screen.id, facts);
  if (next !== null) return next;
  const { stops, isFinished } = walk(content, facts);
  return isFinished ? null : (stops[stops.length - 1]?.screen ?? null);
}
