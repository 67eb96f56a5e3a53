/**
 * CORS of the public routes. Any web origin may read the answer; whether there is anything in it
 * beyond a problem code is decided by token, grant and the project's list (docs/decisions). There is
 * no ambient credential that a foreign page could ride on.
 */
import { Origin } from '../../protocol/index.ts';

/** Of a page that may read the answer: never `*`, never `null`. */
export function corsHeaders(origin: string | null): Readonly<Record<string, string>> {
  if (origin === null || !Origin.safeParse(origin).success) return { vary: 'Origin' };
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Date, Retry-After, X-Request-Id',
    vary: 'Origin',
  };
}

/** Our own widget never causes one; a client that sends `application/json` does. */
export function preflightResponse(origin: string | null): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '7200',
    },
  });
}
