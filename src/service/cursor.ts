/** Lists are read by position, not by number: a page stays right while rows are added before it. */
import { sql } from 'kysely';
import type { RawBuilder, SelectQueryBuilder, SqlBool } from 'kysely';
import * as z from 'zod/mini';

import { LIMITS, Timestamp } from '../protocol/index.ts';
import type { Tables } from './database/types.ts';
import { ProblemError } from './problem-error.ts';

/** Where a row stands: by time, and by id among rows of the same millisecond. */
export interface Position {
  readonly time: string;
  readonly id: string;
}

export interface Paging {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Page<Item> {
  items: Item[];
  next?: string;
}

const Cursor = z.tuple([Timestamp, z.string()]);

export function encodeCursor({ time, id }: Position): string {
  return Buffer.from(JSON.stringify([time, id])).toString('base64url');
}

export function decodeCursor(cursor: string): Position {
  const parsed = Cursor.safeParse(jsonOf(cursor));
  // A form is not yet a date: 31 February would be the database's error.
  if (!parsed.success || Number.isNaN(Date.parse(parsed.data[0]))) {
    throw new ProblemError('cursor_invalid');
  }
  const [time, id] = parsed.data;
  return { time: new Date(time).toISOString(), id };
}

function jsonOf(cursor: string): unknown {
  try {
    const text = Buffer.from(cursor, 'base64url').toString();
    // NUL is nowhere in our ids, and PostgreSQL takes it for nothing.
    return text.includes('\\u0000') ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** The condition for rows beyond a position, for `order by <time>, <id>` or both descending. */
export function beyond(
  { time, id }: Position,
  columns: { readonly time: string; readonly id: string },
  order: 'asc' | 'desc',
): RawBuilder<SqlBool> {
  const operator = sql.raw(order === 'asc' ? '>' : '<');
  return sql<SqlBool>`(${sql.ref(columns.time)}, ${sql.ref(columns.id)}) ${operator} (${time}::timestamptz, ${id}::text)`;
}

export function pageSize({ limit }: Paging): number {
  return limit ?? LIMITS.pageSizeDefault;
}

/**
 * One page of rows, the newest first.
 *
 * @param id the column that tells rows of the same millisecond apart
 */
export async function newestFirst<
  Table extends keyof Tables,
  Row extends { readonly created_at: string } & { readonly [Column in Id]: string },
  Item,
  Id extends string = 'id',
>(
  rows: SelectQueryBuilder<Tables, Table, Row>,
  query: Paging,
  itemOf: (row: Row) => Item,
  id: Id = 'id' as Id,
): Promise<Page<Item>> {
  const size = pageSize(query);
  const stretch =
    query.cursor === undefined
      ? rows
      : rows.where(beyond(decodeCursor(query.cursor), { time: 'created_at', id }, 'desc'));
  const found = await stretch
    .orderBy(sql.ref('created_at'), 'desc')
    .orderBy(sql.ref(id), 'desc')
    .limit(size + 1)
    .execute();
  return pageOf(found, size, itemOf, (row) => ({ time: row.created_at, id: row[id] }));
}

/** Of rows that were asked for with one more than the page holds: that one says whether there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  size: number,
  itemOf: (row: Row) => Item,
  positionOf: (row: Row) => Position,
): Page<Item> {
  const items = rows.slice(0, size);
  const last = items.at(-1);
  return {
    items: items.map(itemOf),
    ...(rows.length > size && last !== undefined && { next: encodeCursor(positionOf(last)) }),
  };
}
