/** One row per answer, and one per part of it where it has parts: what pivot tables and reports like best. */
import { answerText } from '../../engine/answer-text.ts';
import { partsOf, readable, textIn } from '../../engine/index.ts';
import type { Piping } from '../../engine/index.ts';
import type { AnswerValue, Question, StoredResponse, SurveyContent } from '../../protocol/index.ts';
import type { Cell } from './csv.ts';

export interface AnswerRow {
  readonly response: string;
  readonly survey: string;
  readonly version: number;
  readonly respondent: string | null;
  readonly status: string;
  readonly question: string;
  readonly title: string;
  readonly type: string;
  /** A row of a matrix, a field of an address, an end of a range, a choice among several; empty: the whole. */
  readonly part: string;
  readonly value: Cell;
  /** As people read it. */
  readonly text: string;
  readonly answeredAt: string;
}

export const ANSWER_HEADERS = [
  'response',
  'survey',
  'version',
  'respondent',
  'status',
  'question',
  'title',
  'type',
  'part',
  'value',
  'text',
  'answeredAt',
] as const satisfies readonly (keyof AnswerRow)[];

export function answerRows(
  response: StoredResponse,
  content: SurveyContent,
  lang = content.defaultLanguage,
): AnswerRow[] {
  const { answers, variables } = response;
  const speech: Piping = { facts: { answers, variables }, content, lang, seed: response.id };
  return headingsOf(content, lang)
    .filter(({ question: { id } }) => Object.hasOwn(answers, id))
    .flatMap(({ question, title }) => {
      const { value = null, at = '' } = answers[question.id] ?? {};
      const whole = {
        response: response.id,
        survey: response.survey,
        version: response.version,
        respondent: response.respondent,
        status: response.status,
        question: question.id,
        title: title ?? readable(question.title ?? {}, speech),
        type: question.type,
        answeredAt: at,
      };
      return partsIn(question, value, speech).map((part) => ({ ...whole, ...part }));
    });
}

interface Heading {
  readonly question: Question;
  /** Undefined: it quotes answers or variables, and is another for each response. */
  readonly title: string | undefined;
}

/** By survey and language: the same for thousands of responses. */
const headings = new WeakMap<SurveyContent, Map<string, readonly Heading[]>>();

function headingsOf(content: SurveyContent, lang: string): readonly Heading[] {
  const byLang = headings.get(content) ?? new Map<string, readonly Heading[]>();
  headings.set(content, byLang);
  const known = byLang.get(lang);
  if (known !== undefined) return known;
  const made = content.screens
    .flatMap(({ questions }) => questions)
    .map((question) => ({ question, title: fixedTitle(question, content, lang) }));
  byLang.set(lang, made);
  return made;
}

function fixedTitle({ id, title }: Question, content: SurveyContent, lang: string) {
  if (title === undefined) return id;
  const text = textIn(title, lang, content.defaultLanguage);
  return text.includes('{{') ? undefined : text;
}

type Part = Pick<AnswerRow, 'part' | 'value' | 'text'>;

function partsIn(question: Question, value: AnswerValue, speech: Piping): Part[] {
  const { id } = question;
  if (typeof value === 'number') return [{ part: '', value, text: numberText(value, speech.lang) }];
  if (typeof value !== 'object' || value === null) {
    return [{ part: '', value, text: answerText(id, undefined, '', speech) }];
  }
  if (Array.isArray(value)) {
    return value.map((one, at) => ({
      part: question.type === 'slider' ? (at === 0 ? 'low' : 'high') : String(at + 1),
      value: typeof one === 'object' ? one.name : one,
      text: itemText(question, one, speech),
    }));
  }
  return partNames(question, value).flatMap((part) => {
    const given = Object.hasOwn(value, part) ? value[part] : undefined;
    if (given === undefined) return [];
    return { part, value: [given].flat().join(';'), text: answerText(id, part, '', speech) };
  });
}

/** One of several, as if it were the only one. */
function itemText(question: Question, item: unknown, speech: Piping): string {
  const { answers, variables } = speech.facts;
  const answer = answers[question.id];
  if (answer === undefined) return '';
  const alone = { ...answers, [question.id]: { ...answer, value: [item] as AnswerValue } };
  return answerText(question.id, undefined, '', {
    ...speech,
    facts: { answers: alone, variables },
  });
}

function partNames(question: Question, value: object): readonly string[] {
  switch (question.type) {
    case 'matrix':
      return question.rows.map(({ id }) => id);
    case 'address':
    case 'contact':
      return partsOf(question);
    default:
      return Object.keys(value);
  }
}

const numbers = new Map<string, Intl.NumberFormat>();

/** As the engine writes it; to make a formatter for each of a million numbers takes longer than all the rest. */
function numberText(value: number, lang: string): string {
  const format = numbers.get(lang) ?? new Intl.NumberFormat(lang, { maximumFractionDigits: 10 });
  numbers.set(lang, format);
  return format.format(value);
}
