/** What is wrong with an answer, in words. Apart from the verdict, which knows no language. */
import type { Localised } from '../protocol/localised.ts';
import type { Question } from '../protocol/question.ts';
import { counted, filled } from '../protocol/words/counted.ts';
import type { Word } from '../protocol/words/words.ts';
import type { Fault } from './verdict.ts';

/** @param words of the respondent's language, by name */
export function faultText(
  { code, limit, item = '' }: Fault,
  words: Readonly<Record<string, Word>>,
  lang: string,
): string {
  const name = code === 'step' && limit === 1 ? 'whole' : code;
  const word = words[name] ?? words['invalid'] ?? '';
  const label = words[item];
  const part = code === 'part_missing' && typeof label === 'string' ? label : item;
  if (typeof limit === 'number') return counted(word, limit, lang, { item: part });
  return filled(typeof word === 'string' ? word : word.other, {
    n: limit === undefined ? '' : moment(limit, lang),
    item: part,
  });
}

const UTC = { timeZone: 'UTC' } as const;

/** A date, or a time of day, as it is written in that language. */
function moment(limit: string, lang: string): string {
  const isTime = limit.includes(':');
  const date = new Date(isTime ? `1970-01-01T${limit}Z` : limit);
  const format = isTime ? { timeStyle: 'short' as const } : { dateStyle: 'long' as const };
  return Number.isNaN(date.getTime())
    ? limit
    : new Intl.DateTimeFormat(lang, { ...format, ...UTC }).format(date);
}

/** What the survey itself says about this fault. */
export function messageOf(question: Question, { code, rule = -1 }: Fault): Localised | undefined {
  if (!('messages' in question || 'rules' in question)) return undefined;
  return question.rules?.[rule]?.message ?? question.messages?.[code];
}
