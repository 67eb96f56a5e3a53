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
  /** Default POST. */
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Outbound {
  /**
   * @param withinMs default {@link OUTBOUND_MS}
   * @throws the system's error, `PrivateAddressError`, or `AbortError` when it takes too long
   */
  request(url: string, request: OutboundRequest, withinMs?: number): Promise<OutboundAnswer>;
  /** How `node:http2` may look up names; undefined: as it likes. */
  readonly lookup: LookupFunction | undefined;
  /** @throws PrivateAddressError, and TypeError for what is not https */
  check(url: URL): void;
  /** The same for what is no web address. */
  checkHost(url: URL): void;
}

/** A push service that takes longer is not well; the job comes again. */
export const OUTBOUND_MS = 10_000;
/** Enough for every list that is asked for; the rest is somebody's web page. */
const ANSWER_BYTES_MAX = 1024 * 1024;

export interface OutboundOptions {
  /** For tests alone: any address, and http without TLS. */
  readonly isOpen?: boolean;
  readonly timeoutMs?: number;
  /** `host` or `host:port` inside the operator's own walls that may be called all the same, and without TLS. */
  readonly own?: readonly string[];
}

export function outbound(options: OutboundOptions = {}): Outbound {
  const { isOpen = false, timeoutMs = OUTBOUND_MS, own = [] } = options;
  const lookup = isOpen ? undefined : guardedLookup();
  const isOwn = ({ host }: URL): boolean => isOpen || own.includes(host);
  const check = (url: URL): void => {
    if (isOwn(url)) return;
    if (url.protocol !== 'https:') throw new TypeError('Only https is called.');
    assertCallable(url);
  };
  return {
    lookup,
    check,
    checkHost: (url) => {
      if (!isOwn(url)) assertCallable(url);
    },
    request: async (text, given, withinMs = timeoutMs) => {
      const url = new URL(text);
      check(url);
      return await send(url, given, isOwn(url) ? undefined : lookup, AbortSignal.timeout(withinMs));
    },
  };
}

function send(
  url: URL,
  { method = 'POST', headers, body = '' }: OutboundRequest,
  lookup: LookupFunction | undefined,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  const bytes = Buffer.from(body as Uint8Array);
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method,
      headers: { ...headers, ...(method !== 'GET' && { 'content-length': bytes.length }) },
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
