/** Which files the answers of a response name: the others were taken back before they were sent off. */
import type { Answers, FileReference } from '../../protocol/index.ts';

/** @param document the column of that name; null where there is no response yet */
export function filesNamedIn(document: unknown): ReadonlySet<string> {
  const { answers = {} } = (document ?? {}) as { readonly answers?: Answers };
  const values: unknown[] = Object.values(answers).flatMap(({ value }): unknown[] =>
    Array.isArray(value) ? value : [],
  );
  return new Set(values.filter(isFile).map(({ id }) => id));
}

/** Answers have passed their review: what has an id is a file. */
function isFile(value: unknown): value is FileReference {
  return typeof value === 'object' && value !== null && 'id' in value;
}
