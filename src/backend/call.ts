/** A method's one object of values, taken apart into path, query and body as the route says. */
import { pointedErrors } from '../protocol/pointed-errors.ts';
import type { PointedError } from '../protocol/response.ts';
import type { PrivateRoute } from '../protocol/routes.ts';

import { OtklikError } from './otklik-error.ts';

export type CallValues = Readonly<Record<string, unknown>>;

/** Path and query, encoded; throws `request_invalid` for values that cannot be part of an address. */
export function addressOf(route: PrivateRoute, values: CallValues): string {
  const { params, query, rest } = apart(route, values);
  const parsed = route.params?.safeParse(params);
  if (parsed?.success === false) throw refusal(pointedErrors(parsed.error));
  const unknown = route.body === undefined ? Object.keys(rest) : [];
  if (unknown.length > 0) throw refusal(unknown.map((name) => fault(name, 'is not known here')));
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    segment(name, String(params[name])),
  );
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** The body's text; undefined for a route without one. */
export function bodyOf(route: PrivateRoute, values: CallValues): string | undefined {
  return route.body === undefined ? undefined : JSON.stringify(apart(route, values).rest);
}

/** Whether the route answers page by page. */
export function isPaged(route: PrivateRoute): boolean {
  return 'cursor' in (route.query?.shape ?? {});
}

interface Parts {
  readonly params: CallValues;
  readonly query: CallValues;
  readonly rest: CallValues;
}

function apart(route: PrivateRoute, values: CallValues): Parts {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const isParam = (name: string): boolean => name in (route.params?.shape ?? {});
  const isQuery = (name: string): boolean => name in (route.query?.shape ?? {});
  const inBody = new Set(fieldsOf(route.body));
  const isRest = (name: string): boolean => inBody.has(name) || !(isParam(name) || isQuery(name));
  return {
    params: Object.fromEntries(given.filter(([name]) => isParam(name))),
    query: Object.fromEntries(given.filter(([name]) => isQuery(name))),
    rest: Object.fromEntries(given.filter(([name]) => isRest(name))),
  };
}

interface Described {
  readonly def: { readonly shape?: object; readonly options?: readonly Described[] };
}

/** A body may repeat what stands in the path: the kind of thing by which its other fields are told. */
function fieldsOf(body: PrivateRoute['body'] | Described): string[] {
  if (body === undefined) return [];
  const { shape = {}, options = [] } = (body as unknown as Described).def;
  return [...Object.keys(shape), ...options.flatMap(fieldsOf)];
}

/**
 * One path segment. "." and ".." name no thing but a folder, escaped or not (WHATWG URL, "double-dot
 * segment"), and half a surrogate pair is not text: neither can be in an address.
 */
function segment(name: string, value: string): string {
  if (value === '.' || value === '..') throw refusal([fault(name, 'must not be "." or ".."')]);
  try {
    return encodeURIComponent(value);
  } catch (cause) {
    throw refusal([fault(name, 'must be well-formed text')], cause);
  }
}

function fault(name: string, message: string): PointedError {
  return { pointer: `/${name}`, code: 'custom', message };
}

function refusal(errors: readonly PointedError[], cause?: unknown): OtklikError {
  return new OtklikError('request_invalid', { errors, cause });
}
