/** Firebase Cloud Messaging, HTTP v1, with a service account of the customer's. */
import { importPKCS8, SignJWT } from 'jose';
import * as z from 'zod/mini';

import { fcmMessage, pushSeconds } from '../../backend/push-payloads.ts';
import { AccessTokens } from './access-tokens.ts';
import type { TokenReply } from './access-tokens.ts';
import type { ChannelOf } from './channel-settings.ts';
import type { OutboundAnswer } from './outbound.ts';
import { jsonOf, reasonOf, retry, retryAfterMs } from './push-answer.ts';
import type { PushAnswer } from './push-answer.ts';
import type { PushSender, PushWorld } from './push-sender.ts';

const ENDPOINT = 'https://fcm.googleapis.com';
const TOKEN_ENDPOINT = 'https://oauth2.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
/** Google's own clients take an hour, which is the most there is. */
const ASSERTION_SECONDS = 3600;

export function fcmSender(): PushSender<'fcm'> {
  const tokens = new AccessTokens();
  return async ({ channel, address, message, expiresAt }, world) => {
    const { settings, key } = channel;
    const access = await tokens.get(key, world.now, () => askToken(settings, world));
    if (!('token' in access)) return access;
    const ttlSeconds = pushSeconds(expiresAt, world.now());
    const url = `${settings.endpoint ?? ENDPOINT}/v1/projects/${encodeURIComponent(settings.projectId)}/messages:send`;
    const options = { ttlSeconds, wakesApp: settings.wakesApp === 'always' };
    const answer = await world.outbound.request(url, {
      headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(fcmMessage(message, address.token, options)),
    });
    const meaning = meaningOf(answer, world.now());
    if (meaning.kind === 'stop') tokens.forget(key);
    return meaning;
  };
}

/** RFC 7523: the account's own signature for an access token. */
export async function askToken(
  { clientEmail, privateKey, tokenEndpoint = TOKEN_ENDPOINT }: ChannelOf<'fcm'>['settings'],
  { outbound, now }: PushWorld,
): Promise<TokenReply> {
  const issuedAt = Math.floor(now().getTime() / 1000);
  const audience = `${tokenEndpoint}/token`;
  const assertion = await new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(clientEmail)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_SECONDS)
    .sign(await importPKCS8(privateKey, 'RS256'));
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  const answer = await outbound.request(audience, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type, assertion }).toString(),
  });
  return tokenOf(answer, now());
}

const TokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });
const TokenError = z.object({ error: z.union([z.string(), z.number()]) });

/** Of any OAuth token endpoint (RFC 6749 section 5). */
export function tokenOf({ status, headers, text }: OutboundAnswer, now: Date): TokenReply {
  const json = jsonOf(text);
  const granted = TokenAnswer.safeParse(json);
  if (status === 200 && granted.success) {
    return { kind: 'token', token: granted.data.access_token, seconds: granted.data.expires_in };
  }
  const told = TokenError.safeParse(json);
  const reason = told.success ? reasonOf(String(told.data.error)) : `HTTP ${status}`;
  const isOurs = status >= 400 && status < 500 && status !== 429 && status !== 408;
  if (isOurs) return { kind: 'stop', reason };
  return { kind: 'retry', reason, afterMs: retryAfterMs(headers['retry-after'], now) ?? 30_000 };
}

const FcmError = z.object({
  error: z.object({
    status: z.optional(z.string()),
    details: z.optional(z.array(z.object({ errorCode: z.optional(z.string()) }))),
  }),
});

function meaningOf({ status, headers, text }: OutboundAnswer, now: Date): PushAnswer {
  if (status === 200) return { kind: 'sent' };
  const error = FcmError.safeParse(jsonOf(text)).data?.error;
  const code = error?.details?.find(({ errorCode }) => errorCode !== undefined)?.errorCode;
  const reason = reasonOf(code ?? error?.status ?? `HTTP ${status}`);
  switch (reason) {
    case 'UNREGISTERED':
      return { kind: 'drop', reason };
    // Also what a wrong project in the settings gives: that must not cost every address.
    case 'SENDER_ID_MISMATCH':
    case 'INVALID_ARGUMENT':
      return { kind: 'refuse', reason };
    case 'THIRD_PARTY_AUTH_ERROR':
    case 'UNAUTHENTICATED':
    case 'PERMISSION_DENIED':
      return { kind: 'stop', reason };
    default:
  }
  if (status === 401 || status === 403) return { kind: 'stop', reason };
  // No such project: a 404 that is not about the device.
  if (status === 404) return { kind: 'stop', reason };
  if (status === 429 || status >= 500) {
    // Google asks for a minute at least where it says nothing (quota is counted by the minute).
    const afterMs =
      retryAfterMs(headers['retry-after'], now) ?? (status === 429 ? 60_000 : undefined);
    return retry(reason, afterMs);
  }
  return { kind: 'refuse', reason };
}
