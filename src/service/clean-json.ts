/** Text that PostgreSQL cannot hold (NUL, lone surrogates) is mended at the door, wherever it stands. */
import { cleanText } from '../engine/index.ts';

/** The value with each string and each key cleaned. Nesting has been limited before (http/body.ts). */
export function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [cleanText(key), cleanJson(inner)]),
  );
}
