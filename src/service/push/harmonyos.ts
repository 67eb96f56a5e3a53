/** HarmonyOS from 5 on: Huawei's push service with a service account, whose own signature is the access token. */
import { importPKCS8, SignJWT } from 'jose';

import { harmonyosRequest } from '../../backend/push-payloads-huawei.ts';
import { pushSeconds } from '../../backend/push-payloads.ts';
import { AccessTokens } from './access-tokens.ts';
import type { TokenReply } from './access-tokens.ts';
import type { ChannelOf } from './channel-settings.ts';
import { huaweiMeaning, isTokenTrouble } from './hms.ts';
import type { PushSender } from './push-sender.ts';

const ENDPOINT = 'https://push-api.cloud.huawei.com';
const AUDIENCE = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token';
/** The most that Huawei allows. */
const TOKEN_SECONDS = 3600;

export function harmonyosSender(): PushSender<'harmonyos'> {
  const tokens = new AccessTokens();
  return async ({ channel, address, message, expiresAt }, { outbound, now }) => {
    const { settings, key } = channel;
    const access = await tokens.get(key, now, () => signedToken(settings, now()));
    if (!('token' in access)) return access;
    const ttlSeconds = pushSeconds(expiresAt, now());
    const { projectId, clientId, category, endpoint = ENDPOINT } = settings;
    const options = { projectId, clientId, category, ttlSeconds };
    const { path, headers, body } = harmonyosRequest(message, address.token, options);
    const authorization = `Bearer ${access.token}`;
    const answer = await outbound.request(endpoint + path, {
      headers: { ...headers, authorization },
      body,
    });
    const meaning = huaweiMeaning(answer, now());
    if (answer.status === 401 || isTokenTrouble(meaning)) tokens.forget(key);
    return meaning;
  };
}

async function signedToken(
  { keyId, subAccount, privateKey }: ChannelOf<'harmonyos'>['settings'],
  now: Date,
): Promise<TokenReply> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', kid: keyId })
    .setIssuer(subAccount)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_SECONDS)
    .sign(await importPKCS8(privateKey, 'PS256'));
  return { kind: 'token', token, seconds: TOKEN_SECONDS };
}
