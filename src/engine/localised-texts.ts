/**
 * Every text of a survey, found by the names of the fields that hold one: whoever adds a type of question
 * with a text under a new name adds the name here, and has it translated, piped and checked everywhere.
 */
import type { Localised } from '../protocol/index.ts';

const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'label',
  'low',
  'high',
  'placeholder',
  'unit',
  'text',
  'message',
]);

/** Fields that hold texts by names of their own. */
const TEXT_RECORDS: ReadonlySet<string> = new Set(['messages']);

export interface PlacedText {
  /** JSON Pointer, from where the search began. */
  readonly pointer: string;
  readonly text: Localised;
}

/** All texts in a part of a survey, in the order in which they stand. */
export function textsIn(part: object, below = ''): readonly PlacedText[] {
  return Object.entries(part).flatMap(([name, value]: [string, unknown]): readonly PlacedText[] => {
    const pointer = `${below}/${name}`;
    if (!isObject(value)) return [];
    if (isText(name, value)) return [{ pointer, text: value }];
    if (!TEXT_RECORDS.has(name)) return textsIn(value, pointer);
    return Object.entries(value as Record<string, Localised>).map(([key, text]) => ({
      pointer: `${pointer}/${key}`,
      text,
    }));
  });
}

/** The same part of a survey, with every text changed. */
export function mapTexts<T>(part: T, change: (text: Localised) => Localised): T {
  if (Array.isArray(part)) return part.map((inner: unknown) => mapTexts(inner, change)) as T;
  if (!isObject(part)) return part;
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (isObject(value) && isText(name, value)) return [name, change(value)];
    if (isObject(value) && TEXT_RECORDS.has(name)) {
      const texts = Object.entries(value as Record<string, Localised>);
      return [name, Object.fromEntries(texts.map(([key, text]) => [key, change(text)]))];
    }
    return [name, mapTexts(value, change)];
  });
  return Object.fromEntries(entries) as T;
}

/** A `text` may also be an expression's, which is one string for all languages. */
function isText(name: string, value: object): value is Localised {
  return TEXT_FIELDS.has(name) && !Array.isArray(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
