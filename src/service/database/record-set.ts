import { type RawBuilder, sql } from 'kysely';
import { toJson } from './json.ts';

/** A column's type for each name. A `jsonb` one is given as text, as a table's is. */
export type ColumnTypes<Row> = {
  readonly [Column in keyof Row]-?: 'text' | 'integer' | 'timestamptz' | 'jsonb';
};

/**
 * Rows as a table in a statement. They are one parameter, so that the statement's text is the same however
 * many they are, and is planned once (pglite-statements.ts).
 */
export function recordSet<Row extends object>(
  columns: ColumnTypes<Row>,
  rows: readonly Row[],
): RawBuilder<Row> {
  const types = Object.entries<string>(columns);
  const asText = sql.join(types.map(([name]) => sql`${sql.ref(name)} text`));
  const asTyped = sql.join(
    types.map(([name, type]) => sql`${sql.ref(name)}::${sql.raw(type)} as ${sql.ref(name)}`),
  );
  return sql<Row>`(select ${asTyped} from json_to_recordset(${toJson(rows)}) as given(${asText}))`;
}
