/**
 * One survey as an OData v4 service: `Responses`, a row each with a property for every question and variable, and `Answers`, a
 * row each. Read-only, page by page; what a page leaves out the next one has, however much is written meanwhile.
 */
import type { Context } from 'hono';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';

import type { SurveyContent } from '../../protocol/index.ts';
import { beyond, decodeCursor, encodeCursor } from '../cursor.ts';
import { readVersions } from '../export/table.ts';
import type { AppEnvironment } from '../http/app.ts';
import type { World } from '../world.ts';
import { parseFilter } from './filter.ts';
import { metadata, serviceDocument, SETS } from './metadata.ts';
import { ODataError } from './odata-error.ts';
import { propertiesOf } from './properties.ts';
import type { Property, SetName } from './properties.ts';

export interface Feed {
  readonly project: string;
  readonly survey: string;
  /** Its own address, without a slash at the end. */
  readonly root: string;
  /** By answer, `variable.` and name, or `respondent`; undefined: all. */
  readonly lets?: (field: string) => boolean;
}

type Properties = (set: SetName) => readonly Property[];

const PAGE = 1000;
const OPTIONS: ReadonlySet<string> = new Set([
  '$select',
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$skiptoken',
  '$format',
]);

export async function answerOData(
  c: Context<AppEnvironment>,
  feed: Feed,
  { database }: Pick<World, 'database'>,
): Promise<Response> {
  const headers = { 'odata-version': '4.0', 'cache-control': 'no-store' };
  const { project, survey, root, lets = () => true } = feed;
  const versions = await readVersions(project, survey, database.db);
  const properties: Properties = (set) => propertiesOf(set, [...versions.values()], lets);
  const questions = feed.lets === undefined ? null : questionsIn(versions.values()).filter(lets);
  const path = decodeURIComponent(c.req.param('set') ?? '').replace(/\/+$/, '');
  if (path === '$metadata') {
    return c.body(metadata(properties), 200, { ...headers, 'content-type': 'application/xml' });
  }
  const json = { ...headers, 'content-type': JSON_TYPE };
  if (path === '') return c.json(serviceDocument(root), 200, json);
  try {
    const [, name, key, rest] = PATH.exec(path) ?? [];
    const set = SETS.find((one) => one === name);
    if (set === undefined || (rest !== undefined && key !== undefined)) {
      return c.json(problem('NotFound', 'There is no such resource here.'), 404, json);
    }
    const query = queryOf(new URL(c.req.url).searchParams, properties(set), set, feed, questions);
    if (key !== undefined) {
      const found = await entity(query, key.replaceAll("''", "'"), root, database.db);
      if (found !== null) return c.json(found, 200, json);
      return c.json(problem('NotFound', 'There is nothing under this key.'), 404, json);
    }
    if (rest === '$count') {
      const count = await counted(query, database.db);
      return c.text(String(count), 200, headers);
    }
    return c.json(await pageOf(query, root, database.db), 200, json);
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    return c.json(problem('BadRequest', error.message), 400, json);
  }
}

/** `Responses`, `Responses/$count`, `Responses('key')`. */
const PATH = /^(\w+)(?:\('((?:[^']|'')*)'\))?(?:\/(\$count))?$/;

function questionsIn(versions: Iterable<SurveyContent>): string[] {
  return [...versions].flatMap(({ screens }) =>
    screens.flatMap((screen) => screen.questions.map(({ id }) => id)),
  );
}

const JSON_TYPE = 'application/json;odata.metadata=minimal;charset=utf-8';

function problem(code: string, message: string): object {
  return { error: { code, message } };
}

interface Order {
  readonly property: Property;
  readonly isDescending: boolean;
}

interface Query {
  readonly set: SetName;
  readonly params: URLSearchParams;
  readonly selected: readonly Property[];
  readonly where: RawBuilder<SqlBool>;
  readonly order: readonly Order[];
  readonly top: number | undefined;
  readonly skip: number;
  readonly token: string | undefined;
  readonly isCounted: boolean;
}

function queryOf(
  params: URLSearchParams,
  properties: readonly Property[],
  set: SetName,
  { project, survey }: Feed,
  questions: readonly string[] | null,
): Query {
  const unknown = [...params.keys()].find((name) => name.startsWith('$') && !OPTIONS.has(name));
  if (unknown !== undefined) throw new ODataError(`"${unknown}" is not supported.`);
  const byName = new Map(properties.map((property) => [property.name, property]));
  const filter = params.get('$filter');
  const own = sql<SqlBool>`project_id = ${project} and survey_id = ${survey}`;
  const isLimited = set === 'Answers' && questions !== null;
  const fields = isLimited ? sql<SqlBool>`${own} and answer.key = any(${questions}::text[])` : own;
  return {
    set,
    params,
    selected: selectedOf(params.get('$select'), byName, properties),
    where: filter === null ? fields : sql<SqlBool>`${fields} and ${parseFilter(filter, byName)}`,
    order: orderOf(params.get('$orderby'), byName),
    top: numberOf(params, '$top'),
    skip: numberOf(params, '$skip') ?? 0,
    token: params.get('$skiptoken') ?? undefined,
    isCounted: params.get('$count') === 'true',
  };
}

function selectedOf(
  text: string | null,
  byName: ReadonlyMap<string, Property>,
  all: readonly Property[],
): readonly Property[] {
  if (text === null || text.trim() === '*' || text.trim() === '') return all;
  return text.split(',').map((name) => known(name.trim(), byName));
}

function orderOf(text: string | null, byName: ReadonlyMap<string, Property>): Order[] {
  if (text === null || text.trim() === '') return [];
  return text.split(',').map((one) => {
    const [, name = '', direction] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/.exec(one) ?? [];
    return { property: known(name, byName), isDescending: direction === 'desc' };
  });
}

function known(name: string, byName: ReadonlyMap<string, Property>): Property {
  const property = byName.get(name);
  if (property === undefined) throw new ODataError(`There is no property "${name}".`);
  return property;
}

function numberOf(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new ODataError(`"${name}" must be a whole number.`);
  return Number(text);
}

function fromOf(set: SetName): RawBuilder<unknown> {
  return set === 'Responses'
    ? sql`responses`
    : sql`responses cross join lateral jsonb_each(document -> 'answers') answer`;
}

type Db = World['database']['db'];

async function counted({ set, where }: Query, db: Db): Promise<number> {
  const { rows } = await sql<{ readonly count: string }>`
    select count(*) as count from ${fromOf(set)} where ${where}`.execute(db);
  return Number(rows[0]?.count);
}

async function entity(query: Query, key: string, root: string, db: Db): Promise<object | null> {
  const { set, selected, params } = query;
  const id = set === 'Responses' ? sql`id` : sql`id || '/' || answer.key`;
  const one = { ...query, where: sql<SqlBool>`${query.where} and ${id} = ${key}` };
  const [row] = await read(one, false, 0, 1, db);
  if (row === undefined) return null;
  const { $id: _id, $time: _time, ...item } = row;
  const context = `${root}/$metadata#${set}${contextOf(params, selected)}/$entity`;
  return { '@odata.context': context, ...item };
}

/** By arrival unless something else is asked for: then pages go on where the one before ended. */
async function pageOf(query: Query, root: string, db: Db): Promise<object> {
  const { set, params, selected, order, top } = query;
  const isByArrival = order.length === 0 && set === 'Responses';
  const offset = isByArrival && query.token !== undefined ? 0 : offsetOf(query);
  const left = top === undefined ? Infinity : Math.max(0, top - takenOf(params));
  const limit = Math.min(PAGE, left);
  const rows = await read(query, isByArrival, offset, limit + 1, db);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const isMore = rows.length > limit && limit < left && last !== undefined;
  const next = isByArrival
    ? encodeCursor({ time: String(last?.['$time']), id: String(last?.['$id']) })
    : String(offset + limit);
  return {
    '@odata.context': `${root}/$metadata#${set}${contextOf(params, selected)}`,
    ...(query.isCounted && { '@odata.count': await counted(query, db) }),
    value: items.map(({ $id: _id, $time: _time, ...item }) => item),
    ...(isMore && { '@odata.nextLink': nextLink(root, query, next, items.length) }),
  };
}

function contextOf(params: URLSearchParams, selected: readonly Property[]): string {
  return params.has('$select') ? `(${selected.map(({ name }) => name).join(',')})` : '';
}

/** A later page begins with what its token says; the first skips what it is asked to. */
function offsetOf({ token, skip }: Query): number {
  if (token === undefined) return skip;
  if (!/^\d{1,9}$/.test(token)) throw new ODataError('"$skiptoken" is not one of ours.');
  return Number(token);
}

/** How many rows earlier pages had: `$top` is of all of them. */
function takenOf(params: URLSearchParams): number {
  const taken = params.get('taken') ?? '0';
  return /^\d{1,9}$/.test(taken) ? Number(taken) : 0;
}

function nextLink(root: string, { set, params }: Query, token: string, count: number): string {
  const next = new URLSearchParams(params);
  next.delete('$skip');
  next.set('$skiptoken', token);
  if (params.has('$top')) next.set('taken', String(takenOf(params) + count));
  return `${root}/${set}?${next.toString()}`;
}

async function read(
  { set, selected, where, order, token }: Query,
  isByArrival: boolean,
  offset: number,
  limit: number,
  db: Db,
): Promise<readonly Record<string, unknown>[]> {
  const columns = selected.map(({ name, sql: value }) => sql`${value} as ${sql.ref(name)}`);
  const after =
    isByArrival && token !== undefined
      ? sql<SqlBool>`and ${beyond(decodeCursor(token), { time: 'created_at', id: 'id' }, 'asc')}`
      : sql``;
  const by = order.map(
    ({ property, isDescending }) =>
      sql`${property.sql} ${sql.raw(isDescending ? 'desc nulls last' : 'asc nulls first')}`,
  );
  const tie =
    set === 'Responses' ? [sql`created_at`, sql`id`] : [sql`created_at`, sql`id`, sql`answer.key`];
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join([...columns, sql`id as "$id"`, sql`created_at as "$time"`])}
    from ${fromOf(set)} where ${where} ${after}
    order by ${sql.join([...by, ...tie])} limit ${limit} offset ${offset}`.execute(db);
  return rows;
}
