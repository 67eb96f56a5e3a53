/** What became of each question, and which answers count. */
import type {
  Answers,
  Question,
  QuestionStatus,
  ResponseStatus,
  SurveyContent,
} from '../protocol/index.ts';
import { asGiven } from './as-given.ts';
import { isAnswerable } from './answerable.ts';
import { own } from './own.ts';
import type { Facts } from './facts.ts';
import { walk } from './way.ts';
import type { Way } from './way.ts';

/**
 * - `answered`, `skipped`: it was on the respondent's way, with a value or without.
 * - `not_shown`: the way led past it. `not_reached`: the way ended before it.
 *
 * Hidden questions have the status of their value. Statements take no answer and have no status.
 */
export function questionStatuses(
  content: SurveyContent,
  facts: Facts,
  status: ResponseStatus,
): Record<string, QuestionStatus> {
  const way = walk(content, facts);
  const last = content.screens.findIndex(
    (screen) => screen === way.stops[way.stops.length - 1]?.screen,
  );
  const shown = new Set(way.stops.flatMap(({ questions }) => questions));
  const statuses: Record<string, QuestionStatus> = {};
  content.screens.forEach((screen, index) => {
    const isAhead = status !== 'completed' && index > last && !way.isFinished;
    for (const question of screen.questions) {
      if (!hasStatus(question)) continue;
      const unseen = isAhead ? 'not_reached' : 'not_shown';
      statuses[question.id] = shown.has(question) ? seen(question.id, facts) : unseen;
      if (question.type === 'hidden' && !isAhead) {
        statuses[question.id] = computed(question.id, way, index >= last);
      }
    }
  });
  return statuses;
}

function hasStatus(question: Question): boolean {
  return isAnswerable(question) || question.type === 'hidden';
}

function seen(question: string, { answers }: Facts): QuestionStatus {
  const answer = own(answers, question);
  if (answer === undefined) return 'not_reached';
  return answer.value === null ? 'skipped' : 'answered';
}

/** On the screen where the way has got to, a value may still come. */
function computed(question: string, { facts, isFinished }: Way, isLast: boolean): QuestionStatus {
  const answer = own(facts.answers, question);
  if (answer === undefined) return 'not_shown';
  if (answer.value !== null) return 'answered';
  return isLast && !isFinished ? 'not_reached' : 'skipped';
}

/**
 * What travels. Without the answers to questions that later choices hid: those stay on the device, and do
 * not count. Hidden values are the service's to compute, and so is all that it adds to an answer.
 */
export function answersOnPath(content: SurveyContent, facts: Facts): Answers {
  const onPath: Answers = {};
  for (const { questions } of walk(content, facts).stops) {
    for (const { id } of questions.filter(isAnswerable)) {
      const answer = own(facts.answers, id);
      if (answer !== undefined) onPath[id] = asGiven(answer, answer.value);
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
