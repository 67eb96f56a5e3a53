/** The survey token: a short-lived JWT (RFC 7519) that opens one session. */
import * as z from 'zod/mini';

import {
  InvitationId,
  LanguageTag,
  Origin,
  ProjectId,
  RespondentId,
  SurveyId,
} from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { VariableValues } from './variables.ts';

/** `alg`, `typ` and `aud` have one allowed value each; a header outside `alg typ kid` is refused (RFC 8725). */
export const TOKEN_ALGORITHM = 'EdDSA';
export const TOKEN_TYPE = 'otklik+jwt';
export const TOKEN_AUDIENCE = 'otklik';

const NumericDate = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000));

export const SurveyTokenClaims = z.strictObject({
  /** The project. */
  iss: ProjectId,
  aud: z.literal(TOKEN_AUDIENCE),
  /** The respondent; absent: anonymous. */
  sub: z.optional(RespondentId),
  survey: z.optional(SurveyId),
  inv: z.optional(InvitationId),
  /** Variables that the customer's backend vouches for. */
  vars: z.optional(VariableValues),
  /** Origins on which the token may be used; absent: the project's list. */
  org: z.optional(z.array(Origin).check(z.minLength(1), z.maxLength(20))),
  lang: z.optional(LanguageTag),
  iat: NumericDate,
  nbf: z.optional(NumericDate),
  exp: NumericDate,
  /** Opens one session. At least 128 bits of randomness. */
  jti: z.string().check(z.minLength(16), z.maxLength(128)),
});
export type SurveyTokenClaims = z.infer<typeof SurveyTokenClaims>;

/** `POST /v1/tokens`, and what the backend SDK's `mintSurveyToken` takes. */
export const TokenRequest = z.strictObject({
  survey: z.optional(SurveyId),
  respondent: z.optional(RespondentId),
  /** The invitation that is followed; its variables go before those given here. */
  invitation: z.optional(InvitationId),
  variables: z.optional(VariableValues),
  origins: z.optional(z.array(Origin).check(z.minLength(1), z.maxLength(20))),
  lang: z.optional(LanguageTag),
  /** Seconds to live; default 600, at most 3600. */
  ttlSeconds: z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.tokenSecondsMax))),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

/** The public half of an Ed25519 key (RFC 8037). */
export const PublicJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url')),
});
export type PublicJwk = z.infer<typeof PublicJwk>;

export const KeyIdentifier = z
  .string()
  .check(
    z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must hold letters, digits, "_" and "-" only (64 at most)'),
  );
