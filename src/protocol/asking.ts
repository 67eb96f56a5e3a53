/** How often people are asked, and by which survey: so that nobody is tired out, and no more is asked than is needed. */
import * as z from 'zod/mini';

import { LocalId, RespondentId, SurveyId, TimeZone, Timestamp } from './identifiers.ts';
import { PresentedCode, SuppressionReason } from './invitation.ts';
import { LIMITS } from './limits.ts';
import type { PrivateRoute, Route } from './route.ts';
import { VariableValue } from './variables.ts';

const Days = z.number().check(z.positive(), z.maximum(LIMITS.askingDays));
const Times = z.int().check(z.minimum(1), z.maximum(LIMITS.askingTimes));

/** What the wall clock shows: `2026-12-24T18:00`. */
const LocalTime = z.string().check(
  z.regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/,
    'must be a local time such as "2026-12-24T18:00"',
  ),
  z.refine(
    (text) =>
      !Number.isNaN(Date.parse(`${text}Z`)) && new Date(`${text}Z`).toISOString().startsWith(text),
    'must be a time that exists',
  ),
);

/** No more than `completed` responses; with `variable`, of those in which it has this value. */
export const Quota = z
  .strictObject({
    completed: Times,
    variable: z.optional(LocalId),
    value: z.optional(VariableValue),
  })
  .check(
    z.refine(
      ({ variable, value }) => (variable === undefined) === (value === undefined),
      'needs both "variable" and "value", or neither',
    ),
  );
export type Quota = z.infer<typeof Quota>;

/** Of one survey. What is left out limits nothing. */
export const SurveyAskingPolicy = z
  .strictObject({
    /** `once`: whoever was asked is not asked again. `untilAnswered`: until there is a complete response. */
    repeat: z.optional(
      z.union([
        z.enum(['once', 'untilAnswered']),
        z.strictObject({ times: Times }),
        z.strictObject({ everyDays: Days }),
      ]),
    ),
    /** Groups of surveys that have a pause in common. */
    tags: z.optional(z.array(LocalId).check(z.maxLength(LIMITS.askingTags))),
    /** Of people, always the same ones. */
    share: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
    quotas: z.optional(z.array(Quota).check(z.maxLength(LIMITS.askingQuotas))),
    opens: z.optional(LocalTime),
    closes: z.optional(LocalTime),
    /** Of `opens` and `closes`. */
    timezone: z.optional(TimeZone),
  })
  .check(
    z.refine(
      ({ opens, closes, timezone }) => (opens ?? closes) === undefined || timezone !== undefined,
      'needs "timezone", that of "opens" and "closes"',
    ),
  );
export type SurveyAskingPolicy = z.infer<typeof SurveyAskingPolicy>;

/** Of the project: over all its surveys. What is left out limits nothing. */
export const ProjectAskingPolicy = z.strictObject({
  /** After somebody was asked anything. */
  pauseDays: z.optional(Days),
  /** After somebody was asked anything of this tag. */
  tagPauseDays: z.optional(
    z
      .record(LocalId, Days)
      .check(
        z.refine((tags) => Object.keys(tags).length <= LIMITS.askingTags, 'has too many tags'),
      ),
  ),
  /** After somebody left it at looking, declined, stopped in the middle, or answered. */
  pauseDaysAfter: z.optional(
    z.strictObject({
      shown: z.optional(Days),
      dismissed: z.optional(Days),
      partial: z.optional(Days),
      submitted: z.optional(Days),
    }),
  ),
});
export type ProjectAskingPolicy = z.infer<typeof ProjectAskingPolicy>;

export const AskingOutcome = z.enum(['shown', 'dismissed', 'partial', 'submitted']);
export type AskingOutcome = z.infer<typeof AskingOutcome>;

/** One question about somebody, and its answer. The first that fails decides. */
export const AskingCheck = z.object({
  check: z.enum([
    'optOut',
    'opens',
    'closes',
    'share',
    'quota',
    'repeat',
    'pause',
    'tagPause',
    'pauseAfter',
  ]),
  passed: z.boolean(),
  why: z.string(),
  /** When it is worth looking again. */
  until: z.optional(Timestamp),
});
export type AskingCheck = z.infer<typeof AskingCheck>;

export const AskingVerdict = z.object({
  survey: SurveyId,
  ask: z.boolean(),
  reason: z.optional(SuppressionReason),
  why: z.string(),
  until: z.optional(Timestamp),
  /** In the order in which they are made. */
  checks: z.array(AskingCheck),
});
export type AskingVerdict = z.infer<typeof AskingVerdict>;

export const AskingExplanation = z.object({
  respondent: RespondentId,
  surveys: z.array(AskingVerdict),
});
export type AskingExplanation = z.infer<typeof AskingExplanation>;

/** `until` null: for good. */
export const OptOut = z.object({
  respondent: RespondentId,
  optedOut: z.boolean(),
  until: z.nullable(Timestamp),
  via: z.nullable(z.enum(['respondent', 'company'])),
});
export type OptOut = z.infer<typeof OptOut>;

/** One credential, as for page events; it says who it is. `laterDays`: not for good, but for so long. */
export const OptOutRequest = z
  .strictObject({
    code: z.optional(PresentedCode),
    grant: z.optional(z.string().check(z.maxLength(LIMITS.tokenBytes))),
    token: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.tokenBytes))),
    laterDays: z.optional(Days),
  })
  .check(
    z.refine(
      ({ code, grant, token }) =>
        [code, grant, token].filter((one) => one !== undefined).length === 1,
      'needs one of "code", "grant" and "token"',
    ),
  );
export type OptOutRequest = z.infer<typeof OptOutRequest>;

const surveyParams = z.strictObject({ id: SurveyId });
const personParams = z.strictObject({ id: RespondentId });

export const askingRoutes = {
  getSurveyAsking: {
    method: 'GET',
    path: '/v1/surveys/{id}/asking',
    summary: 'How often, and until when, people are asked this survey.',
    scope: 'surveys:read',
    params: surveyParams,
    status: 200,
    reply: SurveyAskingPolicy,
  },
  putSurveyAsking: {
    method: 'PUT',
    path: '/v1/surveys/{id}/asking',
    summary: 'Say how often, and until when, people are asked this survey. Needs no new version.',
    scope: 'surveys:write',
    params: surveyParams,
    body: SurveyAskingPolicy,
    status: 200,
    reply: SurveyAskingPolicy,
  },
  getProjectAsking: {
    method: 'GET',
    path: '/v1/asking',
    summary: 'The pauses between any two surveys of the project.',
    scope: 'surveys:read',
    status: 200,
    reply: ProjectAskingPolicy,
  },
  putProjectAsking: {
    method: 'PUT',
    path: '/v1/asking',
    summary: 'Set the pauses between any two surveys of the project.',
    scope: 'surveys:write',
    body: ProjectAskingPolicy,
    status: 200,
    reply: ProjectAskingPolicy,
  },
  explainAsking: {
    method: 'GET',
    path: '/v1/respondents/{id}/asking',
    summary: 'Whether a person would be asked now, survey by survey, check by check, in words.',
    scope: 'responses:read',
    params: personParams,
    query: z.strictObject({ survey: z.optional(SurveyId) }),
    status: 200,
    reply: AskingExplanation,
  },
  optOutRespondent: {
    method: 'PUT',
    path: '/v1/respondents/{id}/opt-out',
    summary: 'Ask this person nothing any more.',
    scope: 'events:write',
    params: personParams,
    status: 200,
    reply: OptOut,
  },
  optInRespondent: {
    method: 'DELETE',
    path: '/v1/respondents/{id}/opt-out',
    summary: 'This person may be asked again.',
    scope: 'events:write',
    params: personParams,
    status: 200,
    reply: OptOut,
  },
} as const satisfies Record<string, PrivateRoute>;

export const optOutRoutes = {
  optOut: {
    method: 'POST',
    path: '/v1/opt-outs',
    summary: 'The respondent wants to be asked nothing any more, or not for some days.',
    body: OptOutRequest,
    status: 200,
    reply: z.object({ until: z.nullable(Timestamp) }),
  },
} as const satisfies Record<string, Route>;
