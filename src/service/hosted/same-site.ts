/**
 * Whether a form was sent from a page of ours. There is nothing that a foreign page could ride on, no cookie and no
 * login: who sends a form has to hold the code. It is refused all the same.
 *
 * Our pages tell no referrer, so that browsers name the origin of their forms as `null` (Fetch, "append a request
 * Origin header"): newer ones say in a header of its own where a request comes from.
 */
export function isOwnForm(headers: Headers, own: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  return origin === null || origin === 'null' || origin === own;
}
