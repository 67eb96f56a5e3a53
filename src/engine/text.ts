/** Texts: the respondent's language, and piped values. Everything here is text and stays text. */
import type { Localised, SurveyContent } from '../protocol/index.ts';
import { answerText } from './answer-text.ts';
import { variableOf } from './facts.ts';
import type { Facts } from './facts.ts';
import { dateText, valueText } from './format.ts';
import { own } from './own.ts';
import { textIn } from './prepared-text.ts';
import { TODAY } from './variables.ts';

export interface Piping {
  readonly facts: Facts;
  readonly content: SurveyContent;
  readonly lang: string;
  /** The response's id, by which choices are shuffled. */
  readonly seed?: string | undefined;
}

/**
 * What stands for a value in a text:
 *
 * - `{{variable.name}}`; `{{answer.questionId}}`, of a matrix, address or contact also
 *   `{{answer.questionId.part}}`: choices by their labels, dates and numbers as the language writes them;
 * - how to write it, after a colon, for numbers `number 2` (0 to 3 decimals), `percent` (0.25 is 25 %),
 *   `currency EUR` (ISO 4217); for calendar dates `date short`, `date medium`, `date long`, `date full`; for
 *   several choices `list or`. It says nothing to values of other kinds;
 * - what to say where there is no value, after a bar: `{{variable.name|friend}}`.
 */
export const PIPE =
  /\{\{\s*(?:variable\.([A-Za-z]\w*)|answer\.([A-Za-z]\w*)(?:\.([A-Za-z]\w*))?)\s*(?::\s*(number [0-3]|percent|currency [A-Z]{3}|date (?:short|medium|long|full)|list or)\s*)?(?:\|([^{}]*))?\}\}/g;

/**
 * Replaces each pipe by its value, or by its fallback where there is none. One pass: values are not piped
 * again.
 *
 * @param encode for values that go into an address
 */
export function pipe(
  text: string,
  piping: Piping,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(
    PIPE,
    (_written, variable?: string, answer = '', part?: string, format = '', fallback = '') => {
      const value =
        variable === undefined
          ? answerText(String(answer), part, String(format), piping)
          : variableText(variable, String(format), piping);
      return encode(value || String(fallback).trim());
    },
  );
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

function variableText(name: string, format: string, { facts, content, lang }: Piping): string {
  const value = variableOf(facts, name);
  const isDate = name === TODAY || own(content.variables ?? {}, name)?.type === 'date';
  return isDate && typeof value === 'string'
    ? dateText(value, { format, lang })
    : valueText(value, { format, lang });
}
