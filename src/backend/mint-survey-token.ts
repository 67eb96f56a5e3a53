import { ProjectId } from '../protocol/identifiers.ts';
import { LIMITS } from '../protocol/limits.ts';
import { pointedErrors } from '../protocol/pointed-errors.ts';
import type { PointedError } from '../protocol/response.ts';
import { KeyIdentifier, TokenRequest } from '../protocol/token.ts';

import { OtklikError } from './otklik-error.ts';
import { signSurveyToken, surveyTokenClaims } from './token-format.ts';
import { importSigningKey } from './token-keys.ts';
import type { PrivateKeyMaterial } from './token-keys.ts';

export interface MintRequest extends TokenRequest {
  /** `prj_…`: the project in which the public half of the key is registered. */
  readonly project: string;
  /** The name under which it is registered. */
  readonly kid: string;
  readonly privateKey: PrivateKeyMaterial;
  /** Not needed, and ignored: so that what `generateSigningKey` gave can be passed as it is. */
  readonly publicKey?: unknown;
}

/**
 * Mints a survey token on your own backend, without asking the service: nothing to wait for when a page
 * opens. The token is short-lived and opens one session; mint one for each page view, and answer it with
 * `Cache-Control: no-store`.
 *
 * @throws OtklikError `request_invalid`, with pointers into `request`.
 * @example
 * const token = await mintSurveyToken({
 *   project: 'prj_shop', kid, privateKey,
 *   survey: 'srv_delivery',
 *   respondent: 'customer-42',
 *   variables: { customerSegment: 'VIP', orderNumber: 'A-1041' },
 *   origins: ['https://shop.example.com'],
 * });
 */
export async function mintSurveyToken(
  request: MintRequest,
  { now = Date.now }: { readonly now?: () => number } = {},
): Promise<string> {
  const { project, kid, privateKey, publicKey: _, ...tokenRequest } = request;
  const faults = [
    ...complaints(ProjectId.safeParse(project), '/project'),
    ...complaints(KeyIdentifier.safeParse(kid), '/kid'),
    ...complaints(TokenRequest.safeParse(tokenRequest), ''),
  ];
  if (faults.length > 0) throw new OtklikError('request_invalid', { errors: faults });
  const key = await readKey(privateKey);
  const token = await signSurveyToken(surveyTokenClaims(project, tokenRequest, now()), kid, key);
  // A compact JWS is ASCII, so characters are bytes.
  if (token.length > LIMITS.tokenBytes) {
    throw refusal(
      '/variables',
      `must fit into a token of ${LIMITS.tokenBytes} bytes, with the rest`,
    );
  }
  return token;
}

async function readKey(material: PrivateKeyMaterial): Promise<CryptoKey> {
  try {
    return await importSigningKey(material);
  } catch (cause) {
    throw refusal(
      '/privateKey',
      'must be an Ed25519 private key: JWK, PKCS #8 PEM or CryptoKey',
      cause,
    );
  }
}

function complaints(
  result: { success: true } | { success: false; error: Parameters<typeof pointedErrors>[0] },
  below: string,
): PointedError[] {
  return result.success ? [] : pointedErrors(result.error, below);
}

function refusal(pointer: string, message: string, cause?: unknown): OtklikError {
  return new OtklikError('request_invalid', {
    errors: [{ pointer, code: 'custom', message }],
    cause,
  });
}
