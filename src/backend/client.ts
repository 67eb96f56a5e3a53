import { privateRoutes } from '../protocol/routes.ts';
import type { PrivateRoute } from '../protocol/routes.ts';

import { addressOf, bodyOf, isPaged } from './call.ts';
import type { CallValues } from './call.ts';
import type { OtklikClient, WriteOptions } from './client-types.ts';
import { parseEndpoint } from './endpoint.ts';
import { OtklikError } from './otklik-error.ts';
import { pause, randomFraction } from './pause.ts';
import { send } from './send.ts';
import type { Sending } from './send.ts';

export interface ClientOptions {
  /** Where the service is: https, or http on this machine. A path in front of `/v1` is kept. */
  readonly endpoint: string;
  /** `otk_…`, from your secret store. The client never shows it, neither in an error nor when printed. */
  readonly apiKey: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds that one attempt may take, the body of a stream aside; default 30,000. */
  readonly timeoutMs?: number;
}

/** What a test replaces. */
export interface ClientWorld {
  readonly wait?: Sending['wait'];
  /** In [0, 1). */
  readonly random?: () => number;
  readonly now?: () => number;
  readonly global?: object;
}

/**
 * A client of the service for your backend: a typed method for every private route, which takes path
 * parameters, query and body as one object.
 *
 * Network errors and 502, 503, 504 are tried again, three times at most, with growing random pauses and the
 * service's `Retry-After`. That is safe for writes too: each carries an `Idempotency-Key`, so it has one
 * effect however often it arrives. A method's `signal` ends all of it.
 *
 * @throws OtklikError at once in a browser, for an endpoint that is not https, and for what is no API key;
 *   from every method: `code` says what happened, `errors` where.
 * @example
 * const client = createClient({ endpoint: 'https://surveys.example.com', apiKey: secrets.otklik });
 * const { token } = await client.mintToken({ survey: 'srv_delivery', respondent: 'customer-42' });
 *
 * @example
 * for await (const response of client.listResponses.all({ survey: 'srv_delivery' })) {
 *   console.log(response.respondent, response.answers);
 * }
 *
 * @example
 * const csv = await client.exportCsv({ survey: 'srv_delivery' });
 * await writeFile('answers.csv', csv);
 */
export function createClient(options: ClientOptions, world: ClientWorld = {}): OtklikClient {
  const sending = sendingOf(options, world);
  const methods = Object.entries<PrivateRoute>(privateRoutes).map(([name, route]) => {
    const call: Caller = async (values, callOptions) =>
      send(sending, outgoing(route, values, callOptions));
    return [name, isPaged(route) ? Object.assign(call, { all: allOf(call) }) : call];
  });
  // The table was walked by its keys, so there is a method of the right kind for each of them.
  return Object.freeze(Object.fromEntries(methods)) as OtklikClient;
}

type Caller = (values?: CallValues, options?: WriteOptions) => Promise<unknown>;

function sendingOf(options: ClientOptions, world: ClientWorld): Sending {
  const { fetch = globalThis.fetch, timeoutMs = 30_000 } = options;
  const { wait = pause, random = randomFraction, now = Date.now, global = globalThis } = world;
  if ('window' in global && 'document' in global) {
    throw new OtklikError('key_in_browser', { detail: 'createClient is for backends only.' });
  }
  if (!/^otk_[\x21-\x7e]{20,}$/.test(options.apiKey)) {
    throw new OtklikError('key_invalid', {
      detail: 'A key starts with "otk_" and has 24 characters or more.',
    });
  }
  const endpoint = parseEndpoint(options.endpoint);
  return { endpoint, apiKey: options.apiKey, fetch, timeoutMs, wait, random, now };
}

function outgoing(
  route: PrivateRoute,
  values: CallValues = {},
  { signal, idempotencyKey = crypto.randomUUID() }: WriteOptions = {},
): Parameters<typeof send>[1] {
  if (!/^[\x20-\x7e]{1,200}$/.test(idempotencyKey)) throw new OtklikError('idempotency_invalid');
  return {
    method: route.method,
    address: addressOf(route, values),
    body: bodyOf(route, values),
    reply: typeof route.reply === 'string' ? route.reply : route.reply && 'application/json',
    idempotencyKey: route.method === 'GET' ? undefined : idempotencyKey,
    signal,
  };
}

interface Page {
  readonly items: readonly unknown[];
  readonly next?: string;
}

function allOf(call: Caller) {
  return async function* all(values: CallValues = {}, options?: WriteOptions): AsyncGenerator {
    let cursor = values['cursor'];
    do {
      // eslint-disable-next-line no-await-in-loop -- each page names the next one
      const page = (await call({ ...values, cursor }, options)) as Page;
      yield* page.items;
      cursor = page.next;
    } while (cursor !== undefined);
  };
}
