/** A history played against scenarios on a virtual clock: who would get what, when, and why not. */
import * as z from 'zod/mini';

import { Channel } from './channel.ts';
import { EventId, EventName } from './event.ts';
import {
  LanguageTag,
  LocalId,
  RespondentId,
  SurveyId,
  Timestamp,
  TimeZone,
} from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { AnswerValue } from './response.ts';
import { VariableValues } from './variables.ts';

const line = { at: Timestamp, respondent: RespondentId };

/** What happens in the history, one a line: an event, something known of the person, or what the person does. */
export const SimulationLine = z.union([
  z.strictObject({
    ...line,
    event: EventName,
    id: z.optional(EventId),
    properties: z.optional(VariableValues),
  }),
  z.strictObject({
    ...line,
    /** From now on; what is left out stays as it was. By any channel, until `channels` says otherwise. */
    person: z.strictObject({
      attributes: z.optional(VariableValues),
      timezone: z.optional(TimeZone),
      lang: z.optional(LanguageTag),
      channels: z.optional(z.array(Channel)),
    }),
  }),
  /** The latest invitation to this survey. */
  z.strictObject({ ...line, opens: SurveyId }),
  z.strictObject({ ...line, dismisses: SurveyId }),
  /** By an invitation, or without one. */
  z.strictObject({
    ...line,
    answers: SurveyId,
    with: z.optional(z.record(LocalId, AnswerValue)),
  }),
]);
export type SimulationLine = z.infer<typeof SimulationLine>;

export const SimulationRequest = z.strictObject({
  history: z.array(SimulationLine).check(z.minLength(1), z.maxLength(LIMITS.simulationLines)),
  /** How long to go on after the last line; until nothing is left to wait for, unless set. */
  until: z.optional(Timestamp),
});
export type SimulationRequest = z.infer<typeof SimulationRequest>;

export const SimulationEntry = z.object({
  at: Timestamp,
  /** The same where the person is: `2026-11-22 10:00 Europe/Berlin`. */
  local: z.string(),
  respondent: RespondentId,
  /** An event's occasion, such as the order's number; empty: there is one at a time. */
  occasion: z.string(),
  step: z.nullable(z.string()),
  what: z.string(),
  why: z.string(),
});
export type SimulationEntry = z.infer<typeof SimulationEntry>;

export const Simulation = z.object({ timeline: z.array(SimulationEntry) });
export type Simulation = z.infer<typeof Simulation>;
