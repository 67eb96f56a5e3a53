/**
 * How PostgreSQL's text form of a value is read, the same on both drivers, whose own defaults differ
 * (a bigint is a string on one and a number on the other, a timestamp is a Date in local parts).
 */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: safeInteger, // int8, also what count(*) gives
  114: (text) => JSON.parse(text) as unknown, // json
  1082: (text) => text, // date: YYYY-MM-DD
  1114: (text) => new Date(`${text.replace(' ', 'T')}Z`).toISOString(), // timestamp, taken as UTC
  1184: (text) => new Date(text).toISOString(), // timestamptz
  1700: Number, // numeric, also what avg() gives
  3802: (text) => JSON.parse(text) as unknown, // jsonb
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} does not fit a JavaScript number.`);
  return value;
}
