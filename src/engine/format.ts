/** Values as people read them, in their language. */
import type { VariableValue } from '../protocol/index.ts';
import { isCalendarDate } from './calendar.ts';

/** What stands after the colon of a pipe: one of those that PIPE knows (text.ts), or nothing. */
type Format = string;

export interface Manner {
  readonly format: Format;
  readonly lang: string;
}

/** A value without a question: of a variable, or computed. */
export function valueText(value: VariableValue | null, manner: Manner): string {
  if (value === null) return '';
  if (typeof value === 'number') return numberText(value, manner);
  return manner.format.startsWith('date') ? dateText(String(value), manner) : String(value);
}

export function numberText(value: number, { format, lang }: Manner): string {
  return new Intl.NumberFormat(lang, numberOptions(format)).format(value);
}

function numberOptions(format: Format): Intl.NumberFormatOptions {
  const [name, option] = format.split(' ');
  if (name === 'percent') return { style: 'percent', maximumFractionDigits: 1 };
  if (name === 'currency' && option !== undefined) return { style: 'currency', currency: option };
  if (name === 'number') {
    return { minimumFractionDigits: Number(option), maximumFractionDigits: Number(option) };
  }
  // What somebody has said is not rounded; 0.1 + 0.2 is.
  return { maximumFractionDigits: 10 };
}

/** A calendar date has no zone: it is formatted in UTC, in which it was parsed. */
export function dateText(date: string, { format, lang }: Manner): string {
  if (!isCalendarDate(date)) return date;
  const style = format.startsWith('date') ? format.slice('date '.length) : 'long';
  const options = { dateStyle: style as 'long', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(lang, options).format(new Date(`${date}T00:00:00Z`));
}

export function timeText(time: string, lang: string): string {
  const options = { timeStyle: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(lang, options).format(new Date(`2000-01-01T${time}:00Z`));
}

/** @param ListFormat missing in iOS before 14.5 */
export function listText(
  items: readonly string[],
  { format, lang }: Manner,
  ListFormat: typeof Intl.ListFormat | null = Intl.ListFormat,
): string {
  if (!ListFormat) return items.join(', ');
  const type = format === 'list or' ? 'disjunction' : 'conjunction';
  return new ListFormat(lang, { type }).format(items);
}
