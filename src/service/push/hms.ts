/** Huawei Mobile Services, v1: what it thinks of a message stands in the body, with a status of 200. */
import * as z from 'zod/mini';

import { hmsMessage } from '../../backend/push-payloads-huawei.ts';
import { pushSeconds } from '../../backend/push-payloads.ts';
import { AccessTokens } from './access-tokens.ts';
import type { TokenReply } from './access-tokens.ts';
import type { ChannelOf } from './channel-settings.ts';
import { tokenOf } from './fcm.ts';
import type { OutboundAnswer } from './outbound.ts';
import { jsonOf, reasonOf, retry, retryAfterMs } from './push-answer.ts';
import type { PushAnswer } from './push-answer.ts';
import type { PushSender, PushWorld } from './push-sender.ts';

const ENDPOINT = 'https://push-api.cloud.huawei.com';
const TOKEN_ENDPOINT = 'https://oauth-login.cloud.huawei.com';

export function hmsSender(): PushSender<'hms'> {
  const tokens = new AccessTokens();
  return async ({ channel, address, message, expiresAt }, world) => {
    const { settings, key } = channel;
    const access = await tokens.get(key, world.now, () => askHmsToken(settings, world));
    if (!('token' in access)) return access;
    const ttlSeconds = pushSeconds(expiresAt, world.now());
    const { packageName } = settings;
    const url = `${settings.endpoint ?? ENDPOINT}/v1/${encodeURIComponent(settings.appId)}/messages:send`;
    const answer = await world.outbound.request(url, {
      headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(hmsMessage(message, address.token, { ttlSeconds, packageName })),
    });
    const meaning = huaweiMeaning(answer, world.now());
    if (answer.status === 401 || isTokenTrouble(meaning)) tokens.forget(key);
    return meaning;
  };
}

export async function askHmsToken(
  { clientId, clientSecret, tokenEndpoint = TOKEN_ENDPOINT }: ChannelOf<'hms'>['settings'],
  { outbound, now }: PushWorld,
): Promise<TokenReply> {
  const grant = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  };
  const answer = await outbound.request(`${tokenEndpoint}/oauth2/v3/token`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(grant).toString(),
  });
  return tokenOf(answer, now());
}

const HmsAnswer = z.object({ code: z.string() });

/** HMS and HarmonyOS answer alike. */
export function huaweiMeaning({ status, headers, text }: OutboundAnswer, now: Date): PushAnswer {
  const told = HmsAnswer.safeParse(jsonOf(text)).data?.code;
  const reason = reasonOf(told ?? `HTTP ${status}`);
  switch (told) {
    case '80000000':
      return { kind: 'sent' };
    case '80300007':
      return { kind: 'drop', reason };
    case '80200001':
      return { kind: 'stop', reason };
    // The access token has ended before its time: the next one will do.
    case '80200003':
      return retry(reason, 0);
    // Some addresses of several: there was one.
    case '80100000':
    case '80100003':
    case '80300008':
      return { kind: 'refuse', reason };
    default:
  }
  if (status === 401 || status === 403) return { kind: 'stop', reason };
  if (status === 429 || status >= 500) {
    return retry(reason, retryAfterMs(headers['retry-after'], now));
  }
  return { kind: 'refuse', reason };
}

/** Whatever the token's life was to be. */
export function isTokenTrouble(answer: PushAnswer): boolean {
  return answer.kind !== 'sent' && answer.reason.startsWith('80200');
}
