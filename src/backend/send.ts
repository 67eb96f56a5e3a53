/** One call over the wire: attempts, pauses between them, and what comes of them. */
import type { MediaType } from '../protocol/routes.ts';

import { OtklikError } from './otklik-error.ts';
import { problemOf, retryAfterMs, valueOf } from './reply.ts';

export interface Sending {
  readonly endpoint: string;
  readonly apiKey: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly now: () => number;
}

export interface Outgoing {
  readonly method: string;
  /** Path and query. */
  readonly address: string;
  readonly body: string | undefined;
  /** Undefined: nothing is answered but success. */
  readonly reply: MediaType | 'application/json' | undefined;
  readonly idempotencyKey: string | undefined;
  readonly signal: AbortSignal | undefined;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** A longer `Retry-After` is for the caller to weigh: it is in the error. */
const LONGEST_RETRY_AFTER_MS = 60_000;

const PASSING: ReadonlySet<number | undefined> = new Set([undefined, 502, 503, 504]);

/** The reply's value; throws OtklikError, or the reason of the caller's signal. */
export async function send(sending: Sending, outgoing: Outgoing): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      // eslint-disable-next-line no-await-in-loop -- one attempt after the other
      return await attemptOnce(sending, outgoing);
    } catch (error) {
      const pauseMs = isPassing(error) ? pauseAfter(error, attempt, sending.random) : undefined;
      if (attempt === ATTEMPTS || pauseMs === undefined) throw error;
      // eslint-disable-next-line no-await-in-loop
      await sending.wait(pauseMs, outgoing.signal);
    }
  }
}

function isPassing(error: unknown): error is OtklikError {
  return (
    error instanceof OtklikError &&
    PASSING.has(error.status) &&
    (error.status !== undefined || error.code === 'network' || error.code === 'timeout')
  );
}

/** Exponential with full jitter, never before `Retry-After`; undefined when that is too long to wait for. */
function pauseAfter(error: OtklikError, attempt: number, random: () => number): number | undefined {
  const { retryAfterMs: atLeastMs = 0 } = error;
  if (atLeastMs > LONGEST_RETRY_AFTER_MS) return undefined;
  return atLeastMs + random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
}

async function attemptOnce(sending: Sending, outgoing: Outgoing): Promise<unknown> {
  const { fetch, timeoutMs, now } = sending;
  const { signal } = outgoing;
  signal?.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  try {
    const response = await fetch(sending.endpoint + outgoing.address, {
      method: outgoing.method,
      headers: headersOf(sending, outgoing),
      // A redirect would be followed as a GET, without the key: better to hear of it.
      redirect: 'manual',
      signal: signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]),
      ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
    });
    if (!response.ok) throw await problemOf(response, retryAfterMs(response, now()));
    return await valueOf(response, outgoing.reply);
  } catch (error) {
    if (error instanceof OtklikError) throw error;
    signal?.throwIfAborted();
    throw limit.signal.aborted
      ? new OtklikError('timeout', { detail: `${timeoutMs} ms were allowed.`, cause: error })
      : new OtklikError('network', { detail: sending.endpoint, cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function headersOf(sending: Sending, { body, reply, idempotencyKey }: Outgoing): HeadersInit {
  return {
    authorization: `Bearer ${sending.apiKey}`,
    accept: [reply, 'application/problem+json'].filter(Boolean).join(', '),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
}
