/** What the widget reads from a survey token. It verifies nothing: that is for the service. */
import { WidgetError } from './problem.ts';

export interface TokenClaims {
  /** The project: names the database. */
  readonly iss: string;
  /** The respondent; absent: anonymous. */
  readonly sub?: string;
  readonly survey?: string;
  readonly inv?: string;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly lang?: string;
}

/** What a deep-link code says of itself. */
export interface CodeClaims {
  readonly iss: string;
  /** Tells it from others on this device, and is far from being it. */
  readonly code: string;
}

export type Claims = TokenClaims | CodeClaims;

/** Empty: anonymous, or known to the service alone. */
export function respondentOf(claims: Claims): string {
  return ('sub' in claims && claims.sub) || '';
}

/** @throws WidgetError `token_is_key`, `token_invalid` */
export function tokenClaims(token: string): TokenClaims {
  if (token.startsWith('otk_')) throw new WidgetError('token_is_key');
  try {
    const payload = token.split('.')[1] ?? '';
    const claims = JSON.parse(utf8(payload)) as Partial<TokenClaims>;
    if (typeof claims.iss === 'string') return claims as TokenClaims;
  } catch {
    // Not a JWT: falls through to the error below, which says so.
  }
  throw new WidgetError('token_invalid');
}

function utf8(base64url: string): string {
  const bytes = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
