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

const LEAKED = 'otklik: this is an API key, not a survey token. It is leaked: revoke it.';

/** @throws WidgetError `token_is_key`, `token_invalid` */
export function tokenClaims(token: string): TokenClaims {
  if (token.startsWith('otk_')) {
    // oxlint-disable-next-line no-console -- the one thing that a developer must not overlook
    console.error(LEAKED);
    throw new WidgetError('token_is_key', LEAKED);
  }
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
