/** What the fields of a screen make of the answers. */
import { normalised } from '../engine/index.ts';
import type { Facts } from '../engine/index.ts';
import type { Answers } from '../protocol/response.ts';
import { screenOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import type { Sight } from './opening.ts';

/** Answers as they are stored, with the fields laid over them as they would be stored. */
export function factsOf(sight: Sight, inputs: Inputs, now: string): Facts {
  const screen = screenOf(sight);
  const answers = laidOver(sight.answers, inputs, now);
  return {
    answers: screen === undefined ? answers : normalised(screen, answers),
    variables: sight.variables,
  };
}

/** A value that has not changed keeps the time at which it was given. */
export function laidOver(answers: Answers, inputs: Inputs, at: string): Answers {
  const laid = { ...answers };
  for (const [id, value] of Object.entries(inputs)) {
    if (JSON.stringify(answers[id]?.value ?? null) !== JSON.stringify(value ?? null)) {
      laid[id] = { value, at };
    }
  }
  return laid;
}
