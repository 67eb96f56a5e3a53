/** Opening a session: from a token to the survey, the signed variables and the grant to answer. */
import * as z from 'zod/mini';

import { LanguageTag, ProjectId, ResponseId, SurveyId, Timestamp } from './identifiers.ts';
import { PresentedCode } from './invitation.ts';
import { LIMITS } from './limits.ts';
import { PointedError, ResponseDocument } from './response.ts';
import { SurveyContent } from './survey.ts';
import { Variables, VariableValues } from './variables.ts';

export const SessionRequest = z
  .strictObject({
    /** A survey token, or else a deep-link code. */
    token: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.tokenBytes))),
    code: z.optional(PresentedCode),
    /** Minted by the widget; the same id may ask again with the same token (a lost reply). */
    responseId: ResponseId,
    survey: z.optional(SurveyId),
    /** What the page knows; only declared variables are kept. */
    page: z.optional(VariableValues),
    /** The language that the page has set for this survey; goes before all others. */
    chosen: z.optional(LanguageTag),
    /** Languages that page and browser speak, best first; the token's `lang` goes before them. */
    lang: z.optional(z.array(LanguageTag).check(z.maxLength(10))),
  })
  .check(
    z.refine(
      ({ token, code }) => (token === undefined) !== (code === undefined),
      'needs either "token" or "code"',
    ),
  );
export type SessionRequest = z.infer<typeof SessionRequest>;

/** Why somebody is not asked. */
export const NotAskedReason = z.enum([
  'answered',
  'closed',
  'expired',
  'cancelled',
  'fatigue',
  'quota',
  /** A page has asked whether there is anything for its person, and there is nothing. */
  'not_invited',
]);
export type NotAskedReason = z.infer<typeof NotAskedReason>;

/** What one screen shows and where it stands on the respondent's way, as the survey's conditions decide. */
export const Outlook = z.object({
  screen: z.string(),
  /** Ids of the questions to show, in order. */
  questions: z.array(z.string()),
  hasBack: z.boolean(),
  /** Nothing follows it, as far as the answers go. */
  isLast: z.boolean(),
  /** Ids of those that must be answered only because of what is known so far. */
  required: z.optional(z.array(z.string())),
  /** Ids of shuffled choices in the order to show, by question. */
  order: z.optional(z.record(z.string(), z.array(z.string()))),
  /** Each pipe in its texts and in the survey's title, as written there, and what stands in its place. */
  piped: z.optional(z.record(z.string(), z.string())),
});
export type Outlook = z.infer<typeof Outlook>;

/**
 * What the hosted page has in its HTML, and a service worker keeps for the hour without a network: a session
 * without anything personal, from which the widget draws and takes answers until the code is exchanged.
 */
export const Preface = z.object({
  project: ProjectId,
  survey: z.object({ id: SurveyId, version: z.int(), content: SurveyContent }),
  lang: LanguageTag,
  languages: z.optional(z.array(LanguageTag)),
  words: z.optional(z.record(z.string(), z.string())),
  /** By which choices are shuffled in `first`: whoever goes on from it opens the session with this id. */
  responseId: z.optional(ResponseId),
  /** The first screen as it is without any variable. */
  first: Outlook,
  /** Its link lets in one device, which is told by `responseId`. */
  strict: z.optional(z.literal(true)),
});
export type Preface = z.infer<typeof Preface>;

export const SessionReply = z.discriminatedUnion('ask', [
  z.object({
    ask: z.literal(true),
    project: ProjectId,
    /** The response to write: the one asked for, or the one that this invitation already has. */
    responseId: ResponseId,
    survey: z.object({
      id: SurveyId,
      version: z.int(),
      /** Its texts in one language only, the default where that one lacks. */
      content: SurveyContent,
    }),
    lang: LanguageTag,
    /** All languages of the survey, where it has several. */
    languages: z.optional(z.array(LanguageTag)),
    /** The widget's own words for the first screen, where `lang` is not English. */
    words: z.optional(z.record(z.string(), z.string())),
    variables: Variables,
    grant: z.string(),
    /** After this time answers are no longer accepted. */
    deadline: Timestamp,
    /** What another visit or device already answered. */
    resume: z.optional(ResponseDocument),
    /**
     * The screen to begin with, or to go on at with `resume`: a browser draws it before it has the code
     * that evaluates conditions. Null when nothing is to be asked.
     */
    first: z.nullable(Outlook),
    /** Of a link that lets in one device, told by `responseId`, and that for some minutes: the device remembers it. */
    strict: z.optional(z.literal(true)),
    /** Values that were dropped, and why; for the integrator. */
    warnings: z.optional(z.array(PointedError)),
  }),
  z.object({ ask: z.literal(false), reason: NotAskedReason }),
]);
export type SessionReply = z.infer<typeof SessionReply>;
export type OpenSession = Extract<SessionReply, { ask: true }>;
