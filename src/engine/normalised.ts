/** What stands in the fields of a screen, as it would be stored: what is shown must go by what will count. */
import type { Answers, Screen } from '../protocol/index.ts';
import { isAnswerable } from './answerable.ts';
import { own } from './own.ts';
import { validateAnswer } from './validation.ts';

/** What does not fit its question yet stays as it is. */
export function normalised(screen: Screen, answers: Answers): Answers {
  const changed: Answers = { ...answers };
  for (const question of screen.questions.filter(isAnswerable)) {
    const given = own(answers, question.id);
    if (given === undefined) continue;
    const verdict = validateAnswer(question, given.value);
    if (verdict.ok) changed[question.id] = { ...given, value: verdict.value };
    else if (verdict.fault.code === 'required') changed[question.id] = { ...given, value: null };
  }
  return changed;
}
