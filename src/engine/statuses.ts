/** What became of each question, and which answers count. */
import type { Answers, QuestionStatus, ResponseStatus, SurveyContent } from '../protocol/index.ts';
import { isAnswerable } from './answerable.ts';
import { own } from './own.ts';
import type { Facts } from './facts.ts';
import { path, visibleAnswerables } from './flow.ts';

/**
 * - `answered`, `skipped`: it was on the respondent's way, with a value or without.
 * - `not_shown`: the way led past it. `not_reached`: the way ended before it.
 *
 * Statements take no answer and have no status.
 */
export function questionStatuses(
  content: SurveyContent,
  facts: Facts,
  status: ResponseStatus,
): Record<string, QuestionStatus> {
  const way = path(content, facts);
  const last = content.screens.findIndex((screen) => screen === way[way.length - 1]);
  const statuses: Record<string, QuestionStatus> = {};
  content.screens.forEach((screen, index) => {
    const visible = way.includes(screen) ? visibleAnswerables(screen, facts) : [];
    for (const question of screen.questions.filter(isAnswerable)) {
      const onWay = visible.includes(question);
      const unseen = status !== 'completed' && index > last ? 'not_reached' : 'not_shown';
      statuses[question.id] = onWay ? seen(facts, question.id) : unseen;
    }
  });
  return statuses;
}

function seen(facts: Facts, question: string): QuestionStatus {
  const answer = own(facts.answers, question);
  if (answer === undefined) return 'not_reached';
  return answer.value === null ? 'skipped' : 'answered';
}

/** Without the answers to questions that later choices hid: those stay on the device, and do not count. */
export function answersOnPath(content: SurveyContent, facts: Facts): Answers {
  const onPath: Answers = {};
  for (const screen of path(content, facts)) {
    for (const { id } of visibleAnswerables(screen, facts)) {
      const answer = own(facts.answers, id);
      if (answer !== undefined) onPath[id] = answer;
    }
  }
  return onPath;
}

/** Two devices' answers made one: per question the newest wins, and a tie falls the same way on both. */
export function mergeAnswers(one: Answers, other: Answers): Answers {
  const merged: Answers = { ...one };
  for (const [id, theirs] of Object.entries(other)) {
    const ours = own(merged, id);
    if (ours === undefined || rank(theirs) > rank(ours)) merged[id] = theirs;
  }
  return merged;
}

function rank({ at, value }: Answers[string]): string {
  return `${at} ${JSON.stringify(value)}`;
}
