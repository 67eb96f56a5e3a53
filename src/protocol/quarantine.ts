/** Payloads with answers that could not be stored as a response, and what becomes of them. */
import * as z from 'zod/mini';

import { QuarantineId, ResponseId, SurveyId, Timestamp } from './identifiers.ts';
import { Answers, PointedError, ResponseDocument } from './response.ts';

/** `kept`: waiting for repair. The others are over, and stay as a line that says who did what, when and why. */
export const QuarantineState = z.enum(['kept', 'repaired', 'discarded']);
export type QuarantineState = z.infer<typeof QuarantineState>;

/** Why it was kept: it did not fit its survey, or its response was complete. */
export const QuarantineReason = z.enum(['response_invalid', 'response_final']);
export type QuarantineReason = z.infer<typeof QuarantineReason>;

const Note = z.string().check(z.minLength(1), z.maxLength(500));
const Version = z.int().check(z.minimum(1), z.maximum(2 ** 31 - 1));

/** What to change before it is judged again; nothing of it: as it came. */
export const Correction = z.strictObject({
  /** A JSON Merge Patch (RFC 7396) for the payload: `null` takes a member out. */
  patch: z.optional(z.record(z.string(), z.unknown())),
  /** Questions whose answers are left out. What is stored of them stays; else they count as skipped. */
  drop: z.optional(z.array(z.string()).check(z.maxLength(400))),
  /** Judge it by this version of its survey, and let the response name that one. */
  version: z.optional(Version),
  /** Change a completed response too: by question, the newest answer wins. */
  overFinal: z.optional(z.boolean()),
});
export type Correction = z.infer<typeof Correction>;

export const RepairRequest = z.extend(Correction, {
  note: z.optional(Note),
  /** Say what would come of it, and change nothing. */
  dryRun: z.optional(z.boolean()),
});
export type RepairRequest = z.infer<typeof RepairRequest>;

export const DiscardRequest = z.strictObject({ reason: Note });
export type DiscardRequest = z.infer<typeof DiscardRequest>;

/** How it ended. `by` is the id of the API key, or `root`. */
export const Settlement = z.object({
  at: Timestamp,
  by: z.string(),
  note: z.nullable(z.string()),
  /** What was changed before it was stored, and the revision that it became; null when discarded. */
  repair: z.nullable(z.extend(Correction, { revision: z.int() })),
});
export type Settlement = z.infer<typeof Settlement>;

export const QuarantinedResponse = z.object({
  id: QuarantineId,
  response: z.string(),
  survey: SurveyId,
  version: z.int(),
  reason: z.string(),
  /** As it came, without its grant; empty once it is discarded. */
  payload: z.unknown(),
  errors: z.array(PointedError),
  createdAt: Timestamp,
  state: QuarantineState,
  settled: z.nullable(Settlement),
});
export type QuarantinedResponse = z.infer<typeof QuarantinedResponse>;

/** One of them, beside what is stored of the same response. */
export const QuarantinedDetail = z.extend(QuarantinedResponse, {
  stored: z.nullable(ResponseDocument),
});
export type QuarantinedDetail = z.infer<typeof QuarantinedDetail>;

/**
 * - `repaired`: it is a revision of its response now. `unchanged`: all of it already was.
 * - `invalid`: it does not fit, `errors` says why. `final`: the response is complete, and `overFinal` was not said.
 *
 * The last two are told by a dry run only; otherwise they are problems.
 */
export const RepairVerdict = z.enum(['repaired', 'unchanged', 'invalid', 'final']);
export type RepairVerdict = z.infer<typeof RepairVerdict>;

export const Repair = z.object({
  id: QuarantineId,
  response: ResponseId,
  dryRun: z.boolean(),
  verdict: RepairVerdict,
  /** The response's revision with this in it; null where it is not. */
  revision: z.nullable(z.int()),
  /** All answers of the response as they are then. */
  answers: z.nullable(Answers),
  errors: z.array(PointedError),
});
export type Repair = z.infer<typeof Repair>;
