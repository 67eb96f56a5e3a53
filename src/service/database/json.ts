/** JSON text that jsonb accepts. Made by {@link toJson} only. */
export type JsonText = string & { readonly [brand]: true };
declare const brand: unique symbol;

/**
 * Text for a jsonb column. Both drivers pass a string on as it is; given a value, one of them would
 * write an array as a PostgreSQL array and a string without its quotes.
 *
 * PostgreSQL cannot store U+0000 or half of a surrogate pair. A respondent can paste both, and a whole
 * answer must not be lost over one character: they become U+FFFD, the replacement character.
 */
export function toJson(value: unknown): JsonText {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return (unstorableEscape.test(text) ? JSON.stringify(value, storableStrings) : text) as JsonText;
}

/** Finds more than it must (`\\u0000` within a text is harmless); the slow path below is exact. */
const unstorableEscape = /\\u(?:0000|d[89a-f])/i;
const unstorable = /\0|\p{Surrogate}/gu;

const storable = (text: string): string => text.replace(unstorable, '\uFFFD');

function storableStrings(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [storable(key), held]));
}
