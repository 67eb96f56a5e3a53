import type { TokenClaims } from './token-claims.ts';

/**
 * What a token is about, apart from its dates: the survey of one order is not continued on the page of
 * the next. Two tokens for the same thing give the same text.
 */
export function occasionOf({ inv, vars = {} }: TokenClaims, survey: string): string {
  return JSON.stringify([
    survey,
    inv ?? null,
    Object.entries(vars).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
