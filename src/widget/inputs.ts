/** What stands in the fields of a screen, and what it makes of the answers. */
import type { Facts } from '../engine/index.ts';
import type { Answers, AnswerValue } from '../protocol/response.ts';
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

/** Answers as they are stored, with the fields laid over them. */
export function factsOf({ answers, variables }: Sight, inputs: Inputs, now: string): Facts {
  return { answers: laidOver(answers, inputs, now), variables };
}

/** A value that has not changed keeps the time at which it was given. */
export function laidOver(answers: Answers, inputs: Inputs, at: string): Answers {
  const laid = { ...answers };
  for (const [id, value] of Object.entries(inputs)) {
    if (String(answers[id]?.value ?? '') !== String(value ?? '')) laid[id] = { value, at };
  }
  return laid;
}
