/** Leaving a screen. Apart from the way itself, so that a widget can show a question before it can judge one. */
import type { Answers, Screen, SurveyContent } from '../protocol/index.ts';
import { own } from './own.ts';
import type { Facts } from './facts.ts';
import { nextScreen, visibleAnswerables } from './flow.ts';
import { validateAnswer } from './validation.ts';
import type { Fault } from './validation.ts';

export type Finish =
  | { readonly ok: true; readonly answers: Answers; readonly next: Screen | null }
  | { readonly ok: false; readonly faults: Readonly<Record<string, Fault>> };

/**
 * Leaves a screen: judges and normalises its answers, marks what was left empty as skipped, and says
 * what comes next.
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
  for (const question of visibleAnswerables(screen, facts)) {
    const given = own(facts.answers, question.id);
    const verdict = validateAnswer(question, given?.value ?? null);
    if (verdict.ok) answers[question.id] = { value: verdict.value, at: given?.at ?? now };
    else faults[question.id] = verdict.fault;
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  return { ok: true, answers, next: nextScreen(content, screen.id, { ...facts, answers }) };
}
