/** A response as it grows on the device, travels, and is read out. */
import * as z from 'zod/mini';

import {
  CalendarDate,
  FileId,
  LanguageTag,
  LocalId,
  RespondentId,
  ResponseId,
  SurveyId,
  Timestamp,
} from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { Variables, VariableValues } from './variables.ts';

/** A file that is sent beside the answers. Its content arrives under the same id. */
export const FileReference = z.strictObject({
  id: FileId,
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  /** Media type, such as `image/jpeg`. */
  type: z.string().check(z.maxLength(100)),
  bytes: z.int().check(z.minimum(1), z.maximum(LIMITS.fileBytes)),
});
export type FileReference = z.infer<typeof FileReference>;

const PartText = z.string().check(z.maxLength(LIMITS.answerLength));
const ids = z.array(LocalId).check(z.maxLength(LIMITS.choicesPerQuestion));

/**
 * What each type of question takes stands with the type (question.ts); `null`: the respondent moved on
 * without an answer.
 */
export const AnswerValue = z.nullable(
  z.union([
    z.number(),
    z.boolean(),
    z.string().check(z.maxLength(LIMITS.answerLength)),
    ids,
    z.tuple([z.number(), z.number()]),
    z.record(LocalId, z.union([PartText, ids])),
    z.array(FileReference).check(z.minLength(1), z.maxLength(LIMITS.filesPerAnswer)),
  ]),
);
export type AnswerValue = z.infer<typeof AnswerValue>;

/** What somebody has agreed to: the service adds it to the answer of a `consent` question. */
export const ConsentProof = z.strictObject({
  /** SHA-256 of the words beside the box, in hexadecimal. */
  textHash: z.string(),
  lang: LanguageTag,
  documentVersion: z.optional(z.string()),
});
export type ConsentProof = z.infer<typeof ConsentProof>;

/** `at`: when it was given, by the device's clock; the newest answer wins when two devices meet. */
export const Answer = z.strictObject({
  value: AnswerValue,
  at: Timestamp,
  /** The language in which it was given, where the respondent has switched to another one since. */
  lang: z.optional(LanguageTag),
  /** The order in which shuffled choices were shown. Added by the service. */
  order: z.optional(ids),
  /** Added by the service. */
  consent: z.optional(ConsentProof),
});
export type Answer = z.infer<typeof Answer>;

/** By question id. A question without an entry has not been reached, or was not shown. */
export const Answers = z
  .record(LocalId, Answer)
  .check(
    z.refine(
      (answers) => Object.keys(answers).length <= LIMITS.questionsPerSurvey,
      'too many answers',
    ),
  );
export type Answers = z.infer<typeof Answers>;

export const QuestionStatus = z.enum(['answered', 'skipped', 'not_reached', 'not_shown']);
export type QuestionStatus = z.infer<typeof QuestionStatus>;

export const ResponseStatus = z.enum(['partial', 'completed', 'dismissed']);
export type ResponseStatus = z.infer<typeof ResponseStatus>;

/** What the widget sees by itself. Addresses come without query and fragment: those may hold secrets. */
export const AutoContext = z.strictObject({
  url: z.optional(z.string().check(z.maxLength(LIMITS.variableLength))),
  referrer: z.optional(z.string().check(z.maxLength(LIMITS.variableLength))),
  locale: z.optional(z.string().check(z.maxLength(64))),
  platform: z.optional(z.string().check(z.maxLength(64))),
  viewport: z.optional(z.string().check(z.maxLength(32))),
  widgetVersion: z.optional(z.string().check(z.maxLength(32))),
  /** The day on which the response began, as the service saw it. */
  today: z.optional(CalendarDate),
});
export type AutoContext = z.infer<typeof AutoContext>;

/** By the device's clock. */
export const Timings = z.strictObject({
  startedAt: Timestamp,
  updatedAt: Timestamp,
  completedAt: z.optional(Timestamp),
});
export type Timings = z.infer<typeof Timings>;

/** Counts what a device has written; a 32-bit integer in the database. */
const Revision = z.int().check(z.minimum(1), z.maximum(2 ** 31 - 1));

/** The part of a response that two devices may have written differently. */
export const ResponseDocument = z.strictObject({
  revision: Revision,
  status: ResponseStatus,
  answers: Answers,
  timings: Timings,
});
export type ResponseDocument = z.infer<typeof ResponseDocument>;

/** One revision of one response, with the grant that allows it. */
export const ResponseSubmission = z.strictObject({
  id: ResponseId,
  grant: z.string().check(z.minLength(1), z.maxLength(200)),
  revision: Revision,
  /** The stored revision that this device last knew of; 0 when it knew of none. */
  base: z.int().check(z.minimum(0)),
  status: ResponseStatus,
  lang: LanguageTag,
  answers: Answers,
  page: z.optional(VariableValues),
  auto: z.optional(AutoContext),
  timings: Timings,
});
export type ResponseSubmission = z.infer<typeof ResponseSubmission>;

/** The envelope. Items are parsed one by one, so that a bad one costs only itself. */
export const ResponsesRequest = z.strictObject({
  responses: z.array(z.unknown()).check(z.minLength(1), z.maxLength(LIMITS.responsesPerBatch)),
});
export type ResponsesRequest = z.infer<typeof ResponsesRequest>;

/**
 * - `stored`: this revision is on disk. `duplicate`: it, or a later one of this device, already was.
 * - `conflict`: another device wrote meanwhile, or the response is final; `stored` holds what is there.
 * - `quarantined`: kept for repair, `errors` says why. `erased`: the person was erased; forget it.
 * - `refused`: the grant does not allow it; `code` says why. Nothing was kept: the device keeps it.
 */
export const ResponseResult = z.enum([
  'stored',
  'duplicate',
  'conflict',
  'quarantined',
  'erased',
  'refused',
]);
export type ResponseResult = z.infer<typeof ResponseResult>;

export const PointedError = z.object({
  /** JSON Pointer (RFC 6901) into what was sent. */
  pointer: z.string(),
  code: z.string(),
  message: z.string(),
});
export type PointedError = z.infer<typeof PointedError>;

/** The acknowledgement: it echoes id and revision; without the echo nothing was acknowledged. */
export const ResponseReceipt = z.object({
  id: z.nullable(z.string()),
  revision: z.nullable(z.number()),
  result: ResponseResult,
  stored: z.optional(ResponseDocument),
  code: z.optional(z.string()),
  errors: z.optional(z.array(PointedError)),
});
export type ResponseReceipt = z.infer<typeof ResponseReceipt>;

export const ResponsesReply = z.object({ results: z.array(ResponseReceipt) });
export type ResponsesReply = z.infer<typeof ResponsesReply>;

/** A response as it is read out by the customer. */
export const StoredResponse = z.object({
  id: ResponseId,
  survey: SurveyId,
  version: z.int(),
  /** The customer's id of the person; null when anonymous. */
  respondent: z.nullable(RespondentId),
  status: ResponseStatus,
  revision: z.int(),
  lang: LanguageTag,
  answers: Answers,
  questions: z.record(LocalId, QuestionStatus),
  variables: Variables,
  timings: Timings,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  completedAt: z.nullable(Timestamp),
});
export type StoredResponse = z.infer<typeof StoredResponse>;
