/**
 * The question types. What a type's answer is stands in its comment; `null` is always allowed, unless the
 * question is required.
 */
import * as z from 'zod/mini';

import { Condition } from './condition.ts';
import { Expression } from './expression.ts';
import { CalendarDate, ClockTime, LocalId } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { Localised } from './localised.ts';

/** Why an answer is not accepted. The words are the widget's, unless the question brings its own. */
export const AnswerFault = z.enum([
  'required',
  'type',
  'scale',
  'choice',
  'selection_min',
  'selection_max',
  'exclusive',
  'rows_missing',
  'too_short',
  'too_long',
  'pattern',
  'email',
  'phone',
  'url',
  'number',
  'step',
  'too_small',
  'too_large',
  'date',
  'time',
  'too_early',
  'too_late',
  'part_missing',
  'file_type',
  'file_size',
  'file_count',
  'rule',
]);
export type AnswerFault = z.infer<typeof AnswerFault>;

/**
 * What must hold of this answer beyond its type; it may look at this question and at earlier ones. A warning
 * is told once, and then lets the respondent go on.
 */
export const Rule = z.strictObject({
  must: Condition,
  message: Localised,
  level: z.optional(z.enum(['error', 'warning'])),
});
export type Rule = z.infer<typeof Rule>;

/**
 * What every question has. Titles and descriptions may pipe `{{variable.name|fallback}}` and
 * `{{answer.questionId|fallback}}`, and hold bold, italic, links and lists in Markdown.
 */
const common = {
  id: LocalId,
  title: Localised,
  description: z.optional(Localised),
  showIf: z.optional(Condition),
};

const answerable = {
  ...common,
  required: z.optional(z.boolean()),
  requiredIf: z.optional(Condition),
  rules: z.optional(z.array(Rule).check(z.maxLength(LIMITS.rulesPerQuestion))),
  /** The researcher's words in place of the widget's. */
  messages: z.optional(z.partialRecord(AnswerFault, Localised)),
};

/** The words at the two ends of a scale. */
const ScaleLabels = z.strictObject({ low: Localised, high: Localised });
const labels = z.optional(ScaleLabels);

const ratingShape = z.enum(['stars', 'numbers', 'smileys', 'thumbs']);

/** 0 to 10, "how likely are you to recommend". Answer: an integer. */
export const NpsQuestion = z.strictObject({ ...answerable, type: z.literal('nps'), labels });

/** Satisfaction, 1 to 5; smileys unless `shape` says otherwise. Answer: an integer. */
export const CsatQuestion = z.strictObject({
  ...answerable,
  type: z.literal('csat'),
  shape: z.optional(z.enum(['stars', 'numbers', 'smileys'])),
  labels,
});

/** Effort: how much one agrees that it was easy, 1 to 7 (or to 5). Answer: an integer. */
export const CesQuestion = z.strictObject({
  ...answerable,
  type: z.literal('ces'),
  scale: z.optional(z.union([z.literal(5), z.literal(7)])),
  labels,
});

/** 1 to `scale`. Answer: an integer. Smileys come in five, thumbs in two (1 down, 2 up), others in 3 to 11. */
export const RatingQuestion = z.strictObject({
  ...answerable,
  type: z.literal('rating'),
  shape: ratingShape,
  scale: z.int().check(z.minimum(2), z.maximum(11)),
  labels,
});

/**
 * A picture in the data itself, or on one of the project's own origins: the widget asks nobody else for
 * anything.
 */
const PictureUrl = z
  .string()
  .check(
    z.maxLength(LIMITS.pictureLength),
    z.regex(
      /^(data:image\/(png|jpeg|webp|avif|gif|svg\+xml);base64,[A-Za-z0-9+/=]+|https:\/\/\S+)$/,
      'must be a data: URL of a picture in base64, or an https: URL',
    ),
  );

export const Choice = z.strictObject({
  id: LocalId,
  label: Localised,
  /** For `display: "pictures"`. The label is its text alternative. */
  picture: z.optional(PictureUrl),
  /** Asks for a text; the text is the answer to a question of its own, named `<question>_other`. */
  other: z.optional(z.boolean()),
  /** Stands alone, such as "none of these". */
  exclusive: z.optional(z.boolean()),
  /** Keeps its place when the others are shuffled. */
  anchored: z.optional(z.boolean()),
});
export type Choice = z.infer<typeof Choice>;

const choices = z.array(Choice).check(z.minLength(2), z.maxLength(LIMITS.choicesPerQuestion));
const count = z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.choicesPerQuestion)));

const chosen = {
  choices,
  /** In an order of its own for every response; the response keeps it. */
  shuffle: z.optional(z.boolean()),
};

/** Answer: the id of a choice. A list unless set; with more than twelve choices a searchable one. */
export const SingleQuestion = z.strictObject({
  ...answerable,
  type: z.literal('single'),
  ...chosen,
  display: z.optional(z.enum(['list', 'buttons', 'dropdown', 'search', 'pictures'])),
});

/** Answer: a list of choice ids, in the order of the survey, without repeats. */
export const MultipleQuestion = z.strictObject({
  ...answerable,
  type: z.literal('multiple'),
  ...chosen,
  display: z.optional(z.enum(['list', 'buttons', 'search', 'pictures'])),
  min: count,
  max: count,
});

const MatrixRow = z.strictObject({ id: LocalId, label: Localised });
const MatrixColumn = z.strictObject({ id: LocalId, label: Localised });

/**
 * Rows by columns. Answer: by row id the id of a column, or with `multiple` a list of them. Required: every
 * row.
 */
export const MatrixQuestion = z.strictObject({
  ...answerable,
  type: z.literal('matrix'),
  rows: z.array(MatrixRow).check(z.minLength(1), z.maxLength(LIMITS.rowsPerMatrix)),
  columns: z.array(MatrixColumn).check(z.minLength(2), z.maxLength(LIMITS.columnsPerMatrix)),
  multiple: z.optional(z.boolean()),
});

/** Choices in order, the best first. Answer: a list of all choice ids, or of the first `top` of them. */
export const RankingQuestion = z.strictObject({
  ...answerable,
  type: z.literal('ranking'),
  ...chosen,
  top: count,
});

/** Answer: a number from `min` to `max`; with `range` two, the lower first. */
export const SliderQuestion = z.strictObject({
  ...answerable,
  type: z.literal('slider'),
  min: z.number(),
  max: z.number(),
  step: z.optional(z.number().check(z.positive())),
  range: z.optional(z.boolean()),
  /** Said after the number: "%", "€". */
  unit: z.optional(Localised),
  labels,
});

const placeholder = z.optional(Localised);
const textLength = z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.answerLength)));

/** Answer: a string, white space at both ends removed. */
export const TextQuestion = z.strictObject({
  ...answerable,
  type: z.literal('text'),
  size: z.enum(['short', 'long']),
  placeholder,
  minLength: textLength,
  maxLength: textLength,
  /** Says how many characters are left; needs `maxLength`. */
  counter: z.optional(z.boolean()),
  /** What the whole answer must fit, in a syntax that is judged in linear time. */
  pattern: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.patternLength))),
  /** Belongs to the choice "other" of this question. Set by the service, never written. */
  of: z.optional(LocalId),
});

/** Answer: an e-mail address, the domain in lower case. */
export const EmailQuestion = z.strictObject({
  ...answerable,
  type: z.literal('email'),
  placeholder,
});

/** Answer: a telephone number, digits only, with a leading "+" where it was given. */
export const PhoneQuestion = z.strictObject({
  ...answerable,
  type: z.literal('phone'),
  placeholder,
});

/** Answer: an http or https address; `https://` is put before one without a scheme. */
export const UrlQuestion = z.strictObject({ ...answerable, type: z.literal('url'), placeholder });

/** Answer: a number. Without `step` any; a step of 1 means whole numbers. */
export const NumberQuestion = z.strictObject({
  ...answerable,
  type: z.literal('number'),
  placeholder,
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  step: z.optional(z.number().check(z.positive())),
  unit: z.optional(Localised),
});

/** A calendar date, or the day on which the response began. */
const DateLimit = z.optional(z.union([CalendarDate, z.literal('today')]));

/** Answer: a calendar date, `2026-11-22`. */
export const DateQuestion = z.strictObject({
  ...answerable,
  type: z.literal('date'),
  min: DateLimit,
  max: DateLimit,
});

/** Answer: a time of day, `18:30`. */
export const TimeQuestion = z.strictObject({
  ...answerable,
  type: z.literal('time'),
  min: z.optional(ClockTime),
  max: z.optional(ClockTime),
});

export const AddressPart = z.enum(['street', 'city', 'region', 'postalCode', 'country']);
export type AddressPart = z.infer<typeof AddressPart>;
export const ContactPart = z.enum(['firstName', 'lastName', 'company', 'email', 'phone']);
export type ContactPart = z.infer<typeof ContactPart>;

/** Answer: texts by part. `parts` in the order of the survey; all are needed unless `optional` names them. */
export const AddressQuestion = z.strictObject({
  ...answerable,
  type: z.literal('address'),
  parts: z.optional(z.array(AddressPart).check(z.minLength(1))),
  optional: z.optional(z.array(AddressPart)),
});

/** Answer: texts by part; `email` and `phone` as in the questions of those names. */
export const ContactQuestion = z.strictObject({
  ...answerable,
  type: z.literal('contact'),
  parts: z.optional(z.array(ContactPart).check(z.minLength(1))),
  optional: z.optional(z.array(ContactPart)),
});

/** One purpose, never ticked beforehand. Answer: `true`, with the proof that the service adds. */
export const ConsentQuestion = z.strictObject({
  ...answerable,
  type: z.literal('consent'),
  /** What is said beside the box. */
  label: Localised,
  document: z.optional(
    z.strictObject({
      label: Localised,
      url: z.string().check(z.maxLength(LIMITS.urlLength), z.regex(/^https:\/\/\S+$/)),
      version: z.string().check(z.minLength(1), z.maxLength(64)),
    }),
  ),
});

export const FileKind = z.enum(['image', 'pdf', 'text', 'audio', 'video', 'document']);
export type FileKind = z.infer<typeof FileKind>;

/** Answer: a list of files, which are sent beside the answers. Pictures are made smaller and lose their metadata. */
export const FileQuestion = z.strictObject({
  ...answerable,
  type: z.literal('file'),
  /** Any of these; pictures unless set. */
  accept: z.optional(z.array(FileKind).check(z.minLength(1))),
  maxFiles: z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.filesPerAnswer))),
  /** Of one file, as it is sent. */
  maxBytes: z.optional(z.int().check(z.minimum(1024), z.maximum(LIMITS.fileBytes))),
  /** Opens the camera first on a phone. */
  camera: z.optional(z.boolean()),
});

/** Answer: the lines drawn, as the data of an SVG path in a field of 600 by 200. */
export const SignatureQuestion = z.strictObject({ ...answerable, type: z.literal('signature') });

/** A text between questions; it takes no answer and has no status. */
export const StatementQuestion = z.strictObject({ ...common, type: z.literal('statement') });

/** A call to action. Answer: `true` once it was followed; it is never required. */
export const LinkQuestion = z.strictObject({
  ...common,
  type: z.literal('link'),
  /** On the button. */
  label: Localised,
  /** May pipe values, after its host: they are encoded. */
  url: z.string().check(z.maxLength(LIMITS.urlLength), z.regex(/^(https:\/\/|mailto:|tel:)\S+$/)),
});

/** Never shown. Answer: what `value` computes from what is known, the same in widget and service. */
export const HiddenQuestion = z.strictObject({
  id: LocalId,
  type: z.literal('hidden'),
  /** What the researcher calls it in exports. */
  title: z.optional(Localised),
  showIf: z.optional(Condition),
  value: Expression,
});

export const Question = z.discriminatedUnion('type', [
  NpsQuestion,
  CsatQuestion,
  CesQuestion,
  RatingQuestion,
  SingleQuestion,
  MultipleQuestion,
  MatrixQuestion,
  RankingQuestion,
  SliderQuestion,
  TextQuestion,
  EmailQuestion,
  PhoneQuestion,
  UrlQuestion,
  NumberQuestion,
  DateQuestion,
  TimeQuestion,
  AddressQuestion,
  ContactQuestion,
  ConsentQuestion,
  FileQuestion,
  SignatureQuestion,
  StatementQuestion,
  LinkQuestion,
  HiddenQuestion,
]);
export type Question = z.infer<typeof Question>;
export type QuestionType = Question['type'];
/** A question of one type: `QuestionOf<'nps'>`. */
export type QuestionOf<T extends QuestionType> = Extract<Question, { type: T }>;
