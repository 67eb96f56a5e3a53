/** Addresses to which a survey leads and from which it shows pictures. */
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import type { Point } from './outline.ts';
import { checkPipes } from './pipes.ts';

/** An address that may pipe values, but not into its host: what people type must not say where they go. */
export function checkLink(url: string, pointer: string, point: Point, checking: Checking): void {
  checkPipes(url, pointer, point, checking);
  const pipe = url.indexOf('{{');
  if (pipe === -1 || hasEnded(url.slice(0, pipe))) return;
  const message = 'A value may stand after the host only: in the path, or after "?".';
  fault(checking, pointer, 'pipe_in_host', message);
}

/** Whether scheme and host, or the recipient, lie before the end of this part. */
function hasEnded(before: string): boolean {
  return before.startsWith('https://')
    ? /^https:\/\/[^/?#\\]+[/?#]/.test(before)
    : before.includes('?');
}

/** @param what said of the address: "The redirect", "The picture" */
export function checkOrigin(url: string, what: string, pointer: string, checking: Checking): void {
  const { origins } = checking;
  if (origins === undefined || !url.startsWith('https://')) return;
  const origin = originOf(url);
  if (origin !== null && origins.some((one) => one.toLowerCase() === origin)) return;
  const listed = origins.length === 0 ? 'none' : origins.join(', ');
  const message = `${what} leads to ${origin ?? 'an unusual host'}, which is not an origin of the project (${listed}); add it there, or change the address.`;
  fault(checking, pointer, 'origin_foreign', message);
}

/** As browsers serialise it: lower case, the usual port left out. Null: not a plain host in ASCII. */
function originOf(url: string): string | null {
  const [, host, port] = /^https:\/\/([a-z0-9.-]+)(?::(\d+))?(?=[/?#]|$)/i.exec(url) ?? [];
  if (host === undefined) return null;
  return `https://${host.toLowerCase()}${port === undefined || port === '443' ? '' : `:${port}`}`;
}
