/** The survey format: screens of questions (question.ts), with logic and texts in several languages. */
import * as z from 'zod/mini';

import { Condition } from './condition.ts';
import { LanguageTag, LocalId, SurveyId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { Localised } from './localised.ts';
import { Question } from './question.ts';
import { PointedError } from './response.ts';
import { VariableDeclaration } from './variables.ts';

/** Where to go after a screen: the first entry whose condition holds; a later screen, an ending, or `end`. */
export const GoTo = z.strictObject({
  if: z.optional(Condition),
  to: z.union([LocalId, z.literal('end')]),
});
export type GoTo = z.infer<typeof GoTo>;

export const Screen = z.strictObject({
  id: LocalId,
  questions: z.array(Question).check(z.minLength(1), z.maxLength(LIMITS.questionsPerScreen)),
  showIf: z.optional(Condition),
  goTo: z.optional(z.array(GoTo).check(z.maxLength(LIMITS.goTosPerScreen))),
  /**
   * Asked once for each choice made in this earlier `multiple` question; screens in a row with the same
   * `loop` are asked together. Their texts may say `{{loop.label}}`. What is asked in a loop is answered
   * under `<question>__<choice>`.
   */
  loop: z.optional(LocalId),
});
export type Screen = z.infer<typeof Screen>;

const HttpsUrl = z.string().check(z.maxLength(LIMITS.urlLength), z.regex(/^https:\/\/\S+$/));

/** What is said at the end, and where it leads. Addresses may pipe values, after their host. */
const farewell = {
  title: Localised,
  text: z.optional(Localised),
  /** A button; its origin has to be one of the project's. */
  link: z.optional(z.strictObject({ label: Localised, url: HttpsUrl })),
  /** Goes there by itself, once the answers are received; its origin has to be one of the project's. */
  redirect: z.optional(HttpsUrl),
};

/** For those whose condition holds, the first such; or whom a "go to" has sent here. */
export const Ending = z.strictObject({ id: LocalId, if: z.optional(Condition), ...farewell });
export type Ending = z.infer<typeof Ending>;

/** What a researcher writes, a version freezes and the widget plays. */
export const SurveyContent = z.strictObject({
  title: Localised,
  /** The language used where a text lacks the respondent's. Every text must have it. */
  defaultLanguage: LanguageTag,
  variables: z.optional(
    z
      .record(LocalId, VariableDeclaration)
      .check(
        z.refine(
          (declared) => Object.keys(declared).length <= LIMITS.variablesPerSurvey,
          'too many variables',
        ),
      ),
  ),
  screens: z.array(Screen).check(z.minLength(1), z.maxLength(LIMITS.screensPerSurvey)),
  /** One screen after the other, or all questions on one page to scroll; `screens` unless set. */
  layout: z.optional(z.enum(['screens', 'scroll'])),
  endings: z.optional(z.array(Ending).check(z.maxLength(LIMITS.endingsPerSurvey))),
  /** What is said when the last screen is done, and no ending is meant. */
  thanks: z.strictObject(farewell),
  /** A menu of the survey's languages in the widget itself. */
  languageMenu: z.optional(z.boolean()),
  /** Who closes the survey is offered to go on later. */
  offerLater: z.optional(z.boolean()),
  /** Days after the start in which answers are accepted; default 30. */
  answerDays: z.optional(z.int().check(z.minimum(1), z.maximum(365))),
  /**
   * What a notification says, to everybody the same: it passes through push services, so it pipes nothing. Words
   * of the widget's own unless set.
   */
  notification: z.optional(z.strictObject({ title: Localised, body: Localised })),
  /** For editors that complete and check; ignored. */
  $schema: z.optional(z.string()),
});
export type SurveyContent = z.infer<typeof SurveyContent>;

export const SurveyStatus = z.enum(['draft', 'published', 'closed']);
export type SurveyStatus = z.infer<typeof SurveyStatus>;

/** A survey as its owner sees it. */
export const Survey = z.object({
  id: SurveyId,
  status: SurveyStatus,
  /** The latest published version; null before the first. */
  version: z.nullable(z.int()),
  draft: SurveyContent,
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Survey = z.infer<typeof Survey>;

/** One immutable version. */
export const SurveyVersion = z.object({
  survey: SurveyId,
  version: z.int().check(z.minimum(1)),
  content: SurveyContent,
  publishedAt: Timestamp,
});
export type SurveyVersion = z.infer<typeof SurveyVersion>;

/** What publishing answers with. */
export const PublishedVersion = z.extend(SurveyVersion, {
  /** What may be meant, and mostly is not, such as a missing translation; pointers into the content. */
  warnings: z.optional(z.array(PointedError)),
});
export type PublishedVersion = z.infer<typeof PublishedVersion>;
