/** What stands in the fields of a screen. */
import type { AnswerValue } from '../protocol/response.ts';
import type { Screen } from '../protocol/survey.ts';
import type { Sight } from './opening.ts';

/** By question. */
export type Inputs = Readonly<Record<string, AnswerValue>>;

/** The screen that the respondent sees; undefined at the end. */
export function screenOf({ survey, screen }: Sight): Screen | undefined {
  return survey.content.screens.find(({ id }) => id === screen);
}

/** Fields of the screen, from what was answered before. */
export function inputsOf(record: Sight): Inputs {
  const questions = screenOf(record)?.questions ?? [];
  return Object.fromEntries(
    questions.map(({ id }) => [id, record.answers[id]?.value ?? null] as const),
  );
}
