/** How columns are read and written. */
import type { ColumnType } from 'kysely';

import type { JsonText } from './json.ts';

/** jsonb: read as a value, written as the text that `toJson` makes. */
export type Json<T = unknown> = ColumnType<T, JsonText, JsonText>;
export type OptionalJson<T = unknown> = ColumnType<
  T | null,
  JsonText | null | undefined,
  JsonText | null
>;

/** timestamptz: RFC 3339 in UTC with milliseconds, `2026-01-31T09:15:00.000Z`, both ways. */
export type Time = string;
export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;
