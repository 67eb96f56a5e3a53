/** The survey format: screens of questions, with logic and texts in several languages. */
import * as z from 'zod/mini';

import { Condition } from './condition.ts';
import { LanguageTag, LocalId, SurveyId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { Localised } from './localised.ts';
import { VariableDeclaration } from './variables.ts';

/** What every question has. Texts may pipe `{{variable.name|fallback}}` and `{{answer.questionId|fallback}}`. */
const common = {
  id: LocalId,
  title: Localised,
  description: z.optional(Localised),
  showIf: z.optional(Condition),
};

const answerable = { ...common, required: z.optional(z.boolean()) };

/** The words at the two ends of a scale. */
const ScaleLabels = z.strictObject({ low: Localised, high: Localised });

/** 0 to 10, "how likely are you to recommend". Answer: an integer. */
export const NpsQuestion = z.strictObject({
  ...answerable,
  type: z.literal('nps'),
  labels: z.optional(ScaleLabels),
});

/** 1 to `scale`. Answer: an integer. Smileys come in five. */
export const RatingQuestion = z.strictObject({
  ...answerable,
  type: z.literal('rating'),
  shape: z.enum(['stars', 'numbers', 'smileys']),
  scale: z.int().check(z.minimum(3), z.maximum(10)),
  labels: z.optional(ScaleLabels),
});

export const Choice = z.strictObject({ id: LocalId, label: Localised });
export type Choice = z.infer<typeof Choice>;

const choices = z.array(Choice).check(z.minLength(2), z.maxLength(LIMITS.choicesPerQuestion));

/** Answer: the id of a choice. */
export const SingleQuestion = z.strictObject({
  ...answerable,
  type: z.literal('single'),
  choices,
});

/** Answer: a list of choice ids, in the order of the survey, without repeats. */
export const MultipleQuestion = z.strictObject({
  ...answerable,
  type: z.literal('multiple'),
  choices,
  min: z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.choicesPerQuestion))),
  max: z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.choicesPerQuestion))),
});

/** Answer: a string, white space at both ends removed. */
export const TextQuestion = z.strictObject({
  ...answerable,
  type: z.literal('text'),
  size: z.enum(['short', 'long']),
  placeholder: z.optional(Localised),
  maxLength: z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.answerLength))),
});

/** Answer: an e-mail address, the domain in lower case. */
export const EmailQuestion = z.strictObject({
  ...answerable,
  type: z.literal('email'),
  placeholder: z.optional(Localised),
});

/** A text between questions; it takes no answer and has no status. */
export const StatementQuestion = z.strictObject({ ...common, type: z.literal('statement') });

export const Question = z.discriminatedUnion('type', [
  NpsQuestion,
  RatingQuestion,
  SingleQuestion,
  MultipleQuestion,
  TextQuestion,
  EmailQuestion,
  StatementQuestion,
]);
export type Question = z.infer<typeof Question>;
export type QuestionType = Question['type'];
/** A question of one type: `QuestionOf<'nps'>`. */
export type QuestionOf<T extends QuestionType> = Extract<Question, { type: T }>;

/** Where to go after a screen: the first entry whose condition holds; a later screen, or `end`. */
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
});
export type Screen = z.infer<typeof Screen>;

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
  /** What is said when the last screen is done. */
  thanks: z.strictObject({ title: Localised, text: z.optional(Localised) }),
  /** Days after the start in which answers are accepted; default 30. */
  answerDays: z.optional(z.int().check(z.minimum(1), z.maximum(365))),
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
