/**
 * Verifies a survey token (RFC 7519, with the advice of RFC 8725): one algorithm, one type, one
 * audience, no header that could name another key. The caller learns only "invalid" or "expired".
 */
import { errors, jwtVerify } from 'jose';
import type { CryptoKey } from 'jose';

import {
  KeyIdentifier,
  LIMITS,
  ProjectId,
  SurveyTokenClaims,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_TYPE,
} from '../../protocol/index.ts';
import { cleanJson } from '../clean-json.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import type { VerificationKey, VerificationKeys } from './verification-keys.ts';

/** Genuine as far as its signature goes: whether the key still stands is asked where the token is used. */
export interface GenuineToken {
  readonly claims: SurveyTokenClaims;
  readonly key: VerificationKey;
}

export async function verifySurveyToken(
  token: string,
  keys: VerificationKeys,
  world: World,
): Promise<GenuineToken> {
  const { project, kid } = addressee(token);
  try {
    return await verified(token, { project, kid }, keys, world);
  } catch (error) {
    if (error instanceof ProblemError) world.signals.count(project, 'token_refused');
    throw error;
  }
}

async function verified(
  token: string,
  { project, kid }: ReturnType<typeof addressee>,
  keys: VerificationKeys,
  world: World,
): Promise<GenuineToken> {
  const key = await keys.find(project, kid, world);
  if (key === undefined) throw invalid('no such project or signing key');
  const payload = await verifiedPayload(token, project, key.key, world.now());
  const claims = SurveyTokenClaims.safeParse(payload);
  if (!claims.success) throw invalid('the claims do not fit the schema');
  requirePlausibleTimes(claims.data, world.now());
  return { claims: cleanJson(claims.data) as SurveyTokenClaims, key };
}

/** Whose token it says it is: only to find the key, which then has to confirm it. */
function addressee(token: string): { readonly project: string; readonly kid: string } {
  const [header, payload] = decodeParts(token);
  if (Object.keys(header).some((name) => !['alg', 'typ', 'kid'].includes(name))) {
    throw invalid('a header outside of alg, typ, kid');
  }
  if (header['alg'] !== TOKEN_ALGORITHM) throw invalid('another algorithm');
  if (header['typ'] !== TOKEN_TYPE) throw invalid('another type');
  const kid = KeyIdentifier.safeParse(header['kid']);
  if (!kid.success) throw invalid('no usable kid');
  const project = ProjectId.safeParse(payload['iss']);
  if (!project.success) throw invalid('no usable issuer');
  return { project: project.data, kid: kid.data };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Each part must be written as base64url writes it: another spelling of a signature is another token. */
function decodeParts(token: string): readonly [JsonObject, JsonObject] {
  const parts = token.split('.');
  const [header, payload] = parts;
  if (header === undefined || payload === undefined || parts.length !== 3) {
    throw invalid('not three parts');
  }
  if (!parts.every(isCanonical)) throw invalid('not base64url');
  return [jsonObject(header), jsonObject(payload)];
}

function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function jsonObject(part: string): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch {
    // Falls through to the one answer; the parser's message would quote the token.
  }
  throw invalid('a part is not a JSON object');
}

async function verifiedPayload(
  token: string,
  project: string,
  key: CryptoKey,
  now: Date,
): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [TOKEN_ALGORITHM],
      typ: TOKEN_TYPE,
      audience: TOKEN_AUDIENCE,
      issuer: project,
      requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti'],
      clockTolerance: LIMITS.clockToleranceSeconds,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    // jose checks the signature first: an expired token is one that was genuine.
    if (error instanceof errors.JWTExpired) throw new ProblemError('token_expired');
    if (error instanceof errors.JOSEError) throw invalid(error.code);
    throw error;
  }
}

function requirePlausibleTimes({ iat, exp }: SurveyTokenClaims, now: Date): void {
  const nowSeconds = now.getTime() / 1000;
  if (iat > nowSeconds + LIMITS.clockToleranceSeconds) throw invalid('issued in the future');
  if (exp <= iat) throw invalid('expires before it was issued');
  if (exp - iat > LIMITS.tokenSecondsMax) throw invalid('lives too long');
}

function invalid(reason: string): ProblemError {
  return new ProblemError('token_invalid', { reason });
}
