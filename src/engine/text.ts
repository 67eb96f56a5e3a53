/** Texts: the respondent's language, and piped values. Everything here is text and stays text. */
import type { Localised, Question, SurveyContent } from '../protocol/index.ts';
import { answerOf, variableOf } from './facts.ts';
import type { Facts } from './facts.ts';
import { own } from './own.ts';
import { textIn } from './prepared-text.ts';

export interface Piping {
  readonly facts: Facts;
  readonly content: SurveyContent;
  readonly lang: string;
}

/** `{{variable.name|fallback}}` or `{{answer.questionId|fallback}}`; the fallback may be left out. */
export const PIPE = /\{\{\s*(variable|answer)\.([A-Za-z][A-Za-z0-9_]*)\s*(?:\|([^{}]*))?\}\}/g;

/** Replaces each pipe by its value, or by its fallback where there is none. One pass: values are not piped again. */
export function pipe(text: string, piping: Piping): string {
  return text.replace(PIPE, (_whole, kind: string, name: string, fallback?: string) => {
    const value = kind === 'variable' ? variableText(name, piping) : answerText(name, piping);
    return value === '' ? (fallback ?? '').trim() : value;
  });
}

/** Every pipe in these texts with its value, for somebody who has not the code to find it. */
export function pipesIn(texts: unknown, piping: Piping): Readonly<Record<string, string>> {
  const pipes = stringsIn(texts).flatMap((text) => text.match(PIPE) ?? []);
  return Object.fromEntries(pipes.map((written) => [written, pipe(written, piping)]));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** A survey text as the respondent reads it. */
export function readable(text: Localised, piping: Piping): string {
  return pipe(textIn(text, piping.lang, piping.content.defaultLanguage), piping);
}

function variableText(name: string, { facts, content, lang }: Piping): string {
  const value = variableOf(facts, name);
  if (value === null || typeof value === 'boolean') return value === null ? '' : String(value);
  if (typeof value === 'number') return new Intl.NumberFormat(lang).format(value);
  return own(content.variables ?? {}, name)?.type === 'date' ? dateText(value, lang) : value;
}

/** A calendar date has no zone: it is formatted in UTC, in which it was parsed. */
function dateText(date: string, lang: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime())) return date;
  return new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(parsed);
}

function answerText(id: string, piping: Piping): string {
  const value = answerOf(piping.facts, id);
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const question = findQuestion(piping.content, id);
  if (typeof value === 'string') return labelOf(question, value, piping);
  return value.map((choice) => labelOf(question, choice, piping)).join(', ');
}

function labelOf(question: Question | undefined, value: string, piping: Piping): string {
  const choices = question !== undefined && 'choices' in question ? question.choices : [];
  const choice = choices.find(({ id }) => id === value);
  return choice === undefined
    ? value
    : textIn(choice.label, piping.lang, piping.content.defaultLanguage);
}

function findQuestion(content: SurveyContent, id: string): Question | undefined {
  for (const screen of content.screens) {
    const found = screen.questions.find((question) => question.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}
