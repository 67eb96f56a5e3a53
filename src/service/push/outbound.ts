/** Requests to where somebody has told us to: time-limited, to public addresses only, redirects not followed. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';

import { assertCallable, guardedLookup } from './private-addresses.ts';

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface OutboundRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface Outbound {
  /** @throws the system's error, `PrivateAddressError`, or `AbortError` when it takes too long */
  post(url: string, request: OutboundRequest): Promise<OutboundAnswer>;
  /** How `node:http2` may look up names; undefined: as it likes. */
  readonly lookup: LookupFunction | undefined;
  /** @throws PrivateAddressError, and TypeError for what is not https */
  check(url: URL): void;
  /** The same for what is no web address. */
  checkHost(url: URL): void;
}

/** A push service that takes longer is not well; the job comes again. */
export const OUTBOUND_MS = 10_000;
/** Enough for every reason; the rest is somebody's web page. */
const ANSWER_BYTES_MAX = 64 * 1024;

/** @param isOpen for tests alone: any address, and http without TLS */
export function outbound({ isOpen = false, timeoutMs = OUTBOUND_MS } = {}): Outbound {
  const lookup = isOpen ? undefined : guardedLookup();
  const check = (url: URL): void => {
    if (isOpen) return;
    if (url.protocol !== 'https:') throw new TypeError('Only https is called.');
    assertCallable(url);
  };
  return {
    lookup,
    check,
    checkHost: (url) => {
      if (!isOpen) assertCallable(url);
    },
    post: async (text, request) => {
      const url = new URL(text);
      check(url);
      return await post(url, request, lookup, AbortSignal.timeout(timeoutMs));
    },
  };
}

function post(
  url: URL,
  { headers, body }: OutboundRequest,
  lookup: LookupFunction | undefined,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  const bytes = Buffer.from(body as Uint8Array);
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length },
      signal,
      ...(lookup !== undefined && { lookup }),
    });
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length <= ANSWER_BYTES_MAX) chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: plainHeaders(response.headers),
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    request.end(bytes);
  });
}

function plainHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')]),
  );
}
