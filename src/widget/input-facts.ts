/** What the fields of a screen make of the answers. */
import type { Facts } from '../engine/index.ts';
import type { Answers } from '../protocol/response.ts';
import type { Inputs } from './inputs.ts';
import type { Sight } from './opening.ts';

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
