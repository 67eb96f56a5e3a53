/** The client's shape, derived from the route table: a route added there is a method here. */
import type {
  MediaType,
  PrivateRoute,
  PrivateRouteName,
  PrivateRoutes,
} from '../protocol/routes.ts';

/** What a schema takes, and what it gives back. */
type Input<S> = S extends { readonly _zod: { readonly input: infer I } } ? I : never;
type Output<S> = S extends { readonly _zod: { readonly output: infer O } } ? O : never;

type Part<R, K extends 'params' | 'query'> = R extends { readonly [P in K]: infer S }
  ? K extends 'query'
    ? Query<Input<S>>
    : Input<S>
  : unknown;

/** Numbers in a query string may be given as numbers. */
type Query<Q> = { [K in keyof Q]: K extends 'limit' ? number | Q[K] : Q[K] };

type Body<R> = R extends { readonly body: infer S } ? Input<S> : unknown;

type Flat<T> = { [K in keyof T]: T[K] };

/** Path parameters, query and body of a route as one object. */
export type CallInput<R extends PrivateRoute> = Flat<
  Part<R, 'params'> & Part<R, 'query'> & Body<R>
>;

/** JSON for a schema, the stream itself for a media type (`text/csv`, `application/x-ndjson`). */
export type CallReply<R extends PrivateRoute> = R extends { readonly reply: infer S }
  ? S extends MediaType
    ? ReadableStream<Uint8Array<ArrayBuffer>>
    : Output<S>
  : undefined;

export interface CallOptions {
  /** Ends the call, its retries and its waiting; the call then throws the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface WriteOptions extends CallOptions {
  /**
   * Calls with the same key have one effect and one answer, however often they are made: give one that
   * your own database remembers, and a crash in between does no harm. By default each call has its own.
   */
  readonly idempotencyKey?: string | undefined;
}

type Options<R extends PrivateRoute> = R['method'] extends 'GET' ? CallOptions : WriteOptions;

type Arguments<R extends PrivateRoute> =
  object extends CallInput<R>
    ? [input?: CallInput<R>, options?: Options<R>]
    : [input: CallInput<R>, options?: Options<R>];

type Item<R extends PrivateRoute> =
  CallReply<R> extends { items: (infer I)[]; next?: string | undefined } ? I : never;

/** A list gives a page, with `next` for the cursor of the next one; `all` gives every item of every page. */
interface Paged<R extends PrivateRoute> {
  all(...args: Arguments<R>): AsyncGenerator<Item<R>, void, undefined>;
}

type Call<R extends PrivateRoute> = ((...args: Arguments<R>) => Promise<CallReply<R>>) &
  ([Item<R>] extends [never] ? unknown : Paged<R>);

/** One method for each private route of the service, by the name it has in `privateRoutes`. */
export type OtklikClient = { readonly [N in PrivateRouteName]: Call<PrivateRoutes[N]> };
