/** What a route of the HTTP API is. */
import type * as z from 'zod/mini';

import type { Scope } from './key.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for each path parameter. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodMiniObject;
  readonly query?: z.ZodMiniObject;
  readonly body?: z.ZodMiniType;
  /** Bytes may follow the body, which then is one line: JSON, a line break, and whatever bytes. */
  readonly hasBytes?: true;
  /** The status of success. */
  readonly status: 200 | 201 | 202 | 204;
  /** A schema answers with JSON; a media type, with a stream of it; neither, with nothing. */
  readonly reply?: z.ZodMiniType | MediaType;
}

/** A file of a respondent is `application/octet-stream` whatever it is: nothing should open it unasked. */
export type MediaType = 'text/csv' | 'application/x-ndjson' | 'application/octet-stream';

/** Needs an API key with this scope, sends no CORS headers. */
export interface PrivateRoute extends Route {
  readonly scope: Scope;
}
