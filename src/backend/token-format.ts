/**
 * The survey token as it is made: claims from a request, and their signature. The service signs with the
 * same two functions, so that both kinds of token differ in nothing but the key.
 */
import { SignJWT } from 'jose';
import type { JWTPayload } from 'jose';

import { LIMITS } from '../protocol/limits.ts';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_TYPE } from '../protocol/token.ts';
import type { SurveyTokenClaims, TokenRequest } from '../protocol/token.ts';

/** From `iat` to `exp` are `ttlSeconds`, by default ten minutes. `nowMs`: milliseconds since 1970. */
export function surveyTokenClaims(
  project: string,
  request: TokenRequest,
  nowMs: number,
  jti: string = newTokenId(),
): SurveyTokenClaims {
  const iat = Math.floor(nowMs / 1000);
  return {
    iss: project,
    aud: TOKEN_AUDIENCE,
    ...(request.respondent === undefined ? {} : { sub: request.respondent }),
    ...(request.survey === undefined ? {} : { survey: request.survey }),
    ...(request.invitation === undefined ? {} : { inv: request.invitation }),
    ...(request.variables === undefined ? {} : { vars: request.variables }),
    ...(request.origins === undefined ? {} : { org: request.origins }),
    ...(request.lang === undefined ? {} : { lang: request.lang }),
    iat,
    exp: iat + (request.ttlSeconds ?? LIMITS.tokenSecondsDefault),
    jti,
  };
}

/**
 * Signs claims as a compact JWS (RFC 7515) with Ed25519 (RFC 8037). The header holds `alg`, `typ` and `kid`
 * and nothing else: the service refuses more.
 */
export function signSurveyToken(
  claims: SurveyTokenClaims,
  kid: string,
  privateKey: CryptoKey,
): Promise<string> {
  return new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: TOKEN_TYPE, kid })
    .sign(privateKey);
}

/** 128 random bits as a UUID (RFC 9562 section 5.4); a token's id opens one session. */
function newTokenId(): string {
  return crypto.randomUUID();
}
