import type { AnswerValue, Question } from '../protocol/index.ts';

/** What is ticked after a tick: a choice that stands alone clears the others, and is cleared by them. */
export function chosenOf(
  question: Question | undefined,
  before: AnswerValue,
  given: AnswerValue,
): AnswerValue {
  if (question?.type !== 'multiple' || !Array.isArray(given)) return given;
  const ids = given as readonly string[];
  const earlier = Array.isArray(before) ? (before as readonly string[]) : [];
  const standsAlone = (id: string): boolean =>
    question.choices.some((choice) => choice.id === id && choice.exclusive === true);
  const added = ids.filter((id) => !earlier.includes(id));
  if (added.length === 0) return given;
  return added.some(standsAlone) ? added.slice(-1) : ids.filter((id) => !standsAlone(id));
}
