/** What networks and tired servers answer in place of the service. None of it acknowledges anything. */
import { STATUS_CODES } from 'node:http';

export interface MadeUpReply {
  readonly status: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}

const page = '<!doctype html><title>Welcome</title><p>Please sign in to the network.';
const html = [['content-type', 'text/html; charset=utf-8']] as const;
const json = [['content-type', 'application/json']] as const;

/** Where a portal sends people; a line answers it with the portal's page. */
export const PORTAL_PATH = '/portal-of-the-hotel';

export const lies = {
  /** A hotel's sign-in page, as they come: 200, and HTML, for everything. */
  portal: { status: 200, headers: html, body: page },
  nothing: { status: 204 },
  empty: { status: 200, headers: json, body: '' },
  redirected: { status: 302, headers: [['location', PORTAL_PATH]] },
  truncatedJson: { status: 200, headers: json, body: '{"results":[{"id":"0199' },
  noReceipts: { status: 200, headers: json, body: '{"results":[]}' },
  somebodyElsesReceipt: {
    status: 200,
    headers: json,
    body: '{"results":[{"id":"01890a5d-ac96-774b-bcce-b302099a8057","revision":1,"result":"stored"}]}',
  },
  receiptsWithoutEcho: { status: 200, headers: json, body: '{"results":[{"result":"stored"}]}' },
  okOnly: { status: 200, headers: json, body: '{"ok":true}' },
  created: { status: 201, headers: json, body: '{}' },
  gzipGarbage: {
    status: 200,
    headers: [...json, ['content-encoding', 'gzip']],
    body: 'This is no gzip.',
  },
  badGateway: { status: 502, headers: html, body: '<h1>502 Bad Gateway</h1>' },
  gatewayTimeout: { status: 504, headers: html, body: '<h1>504 Gateway Time-out</h1>' },
  internal: { status: 500, headers: html, body: '<h1>Internal Server Error</h1>' },
  clientClosed: { status: 499 },
  tooLarge: { status: 413, headers: html, body: '<h1>413 Request Entity Too Large</h1>' },
} satisfies Readonly<Record<string, MadeUpReply>>;

export type LieName = keyof typeof lies;

/** `Retry-After` in all its forms, and in those that it should not have; undefined: without one. */
export function notNow(status: 429 | 503, retryAfter?: string): MadeUpReply {
  const headers = retryAfter === undefined ? html : [...html, ['retry-after', retryAfter] as const];
  return { status, headers, body: `<h1>${status} ${STATUS_CODES[status] ?? ''}</h1>` };
}

/** @param now Unix milliseconds */
export function retryAfterForms(now: number): readonly (string | undefined)[] {
  const date = (seconds: number): string => new Date(now + seconds * 1000).toUTCString();
  const words = ['soon', '', '1.5', '-1', '1e3', 'NaN', '99999999999999999999', '1, 1'];
  return [undefined, '0', '1', '2', '3600', date(2), date(-3600), date(30 * 86_400), ...words];
}

/**
 * As it goes over the wire. With the page's origin it can be read by the page; without, the browser hides it
 * as it hides most portals.
 */
export function written({ status, headers = [], body = '' }: MadeUpReply, origin?: string): Buffer {
  const content = Buffer.from(body);
  const all = [
    ...headers,
    ...(origin === undefined
      ? []
      : [
          ['access-control-allow-origin', origin],
          ['access-control-expose-headers', 'Retry-After'],
        ]),
    ...(status === 204 ? [] : [['content-length', String(content.length)]]),
  ];
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`);
  const start = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  return Buffer.concat([Buffer.from(`${start}${lines.join('')}\r\n`), content]);
}
