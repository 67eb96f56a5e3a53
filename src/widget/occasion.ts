import type { Claims } from './token-claims.ts';

/**
 * What a token is about, apart from its dates: the survey of one order is not continued on the page of
 * the next. Two tokens for the same thing give the same text. A code is an occasion by itself.
 */
export function occasionOf(claims: Claims, survey: string): string {
  if ('code' in claims) return JSON.stringify([claims.code]);
  const { inv, vars = {} } = claims;
  return JSON.stringify([
    survey,
    inv ?? null,
    Object.entries(vars).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
