/** The types of the private routes' handlers: the compiler asks for one per route. */
import type { Kysely } from 'kysely';
import type * as z from 'zod/mini';

import type { MediaType, PrivateRouteName, PrivateRoutes } from '../../protocol/index.ts';
import type { Caller } from '../credentials/api-key.ts';
import type { Tables } from '../database/types.ts';
import type { Way } from './client-address.ts';

type Parsed<R, Part extends string> =
  R extends Record<Part, infer Schema extends z.ZodMiniType> ? z.output<Schema> : undefined;

/** What a handler gets: everything parsed, the caller known and allowed. */
interface Call<N extends PrivateRouteName> {
  readonly params: Parsed<PrivateRoutes[N], 'params'>;
  readonly query: Parsed<PrivateRoutes[N], 'query'>;
  readonly body: Parsed<PrivateRoutes[N], 'body'>;
  /** The caller's tenant: first in each query. */
  readonly project: string;
  readonly caller: Caller;
  /** In a route that writes: the one transaction of this call, together with its Idempotency-Key. */
  readonly db: Kysely<Tables>;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** How the request came here. */
  readonly way: Way;
  /** The service's origin, as this request has reached it. */
  readonly reached: string;
}

/** Bytes with headers of their own, beside those that every download has. */
export interface Download {
  readonly stream: ReadableStream<Uint8Array>;
  readonly headers: Readonly<Record<string, string>>;
}

type Reply<R> = R extends { reply: infer P }
  ? P extends 'application/octet-stream'
    ? Download
    : P extends MediaType
      ? ReadableStream<Uint8Array>
      : P extends z.ZodMiniType
        ? z.output<P>
        : never
  : undefined;

export type PrivateHandlers = {
  readonly [N in PrivateRouteName]: (call: Call<N>) => Promise<Reply<PrivateRoutes[N]>>;
};
