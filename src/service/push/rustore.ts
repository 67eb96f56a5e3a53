/** RuStore's push service: Firebase's interface, or for apps of its universal SDK another; a token that does not change. */
import * as z from 'zod/mini';

import {
  pushSeconds,
  rustoreMessage,
  rustoreUniversalMessage,
} from '../../backend/push-payloads.ts';
import type { OutboundAnswer } from './outbound.ts';
import { jsonOf, reasonOf, retry, retryAfterMs } from './push-answer.ts';
import type { PushAnswer } from './push-answer.ts';
import type { PushSender } from './push-sender.ts';

const ENDPOINT = 'https://vkpns.rustore.ru';
const UNIVERSAL_ENDPOINT = 'https://vkpns-universal.rustore.ru';

export const sendRustore: PushSender<'rustore'> = (push, world) =>
  push.channel.settings.sdk === 'universal' ? sendUniversal(push, world) : sendNative(push, world);

const sendNative: PushSender<'rustore'> = async (
  { channel, address, message, expiresAt },
  { outbound, now },
) => {
  const { projectId, serviceToken, endpoint = ENDPOINT } = channel.settings;
  const ttlSeconds = pushSeconds(expiresAt, now());
  const url = `${endpoint}/v1/projects/${encodeURIComponent(projectId)}/messages:send`;
  const answer = await outbound.request(url, {
    headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(rustoreMessage(message, address.token, { ttlSeconds })),
  });
  return nativeMeaning(answer, now());
};

const RustoreError = z.object({ error: z.object({ status: z.optional(z.string()) }) });

function nativeMeaning({ status, headers, text }: OutboundAnswer, now: Date): PushAnswer {
  if (status === 200) return { kind: 'sent' };
  const told = RustoreError.safeParse(jsonOf(text)).data?.error.status;
  const reason = reasonOf(told ?? `HTTP ${status}`);
  if (status === 404) return { kind: 'drop', reason };
  if (status === 401 || status === 403) return { kind: 'stop', reason };
  if (status === 429 || status >= 500) {
    return retry(reason, retryAfterMs(headers['retry-after'], now));
  }
  return { kind: 'refuse', reason };
}

const sendUniversal: PushSender<'rustore'> = async (
  { channel, address, message, expiresAt },
  { outbound, now },
) => {
  const { projectId, serviceToken, endpoint = UNIVERSAL_ENDPOINT } = channel.settings;
  const ttlSeconds = pushSeconds(expiresAt, now());
  const options = { ttlSeconds, projectId, serviceToken };
  const answer = await outbound.request(`${endpoint}/v1/send`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rustoreUniversalMessage(message, address.token, options)),
  });
  return universalMeaning(answer, now());
};

const UniversalAnswer = z.object({
  status: z.string(),
  code: z.optional(z.number()),
  errors: z.optional(z.array(z.string())),
});

/** What it is about stands in sentences, which quote the token: they are read, and not passed on. */
function universalMeaning({ status, headers, text }: OutboundAnswer, now: Date): PushAnswer {
  const told = UniversalAnswer.safeParse(jsonOf(text)).data;
  if (status === 200 && told?.status === 'OK') return { kind: 'sent' };
  const errors = told?.errors?.join('; ') ?? '';
  if (/\binvalid auth token\b/.test(errors)) return { kind: 'stop', reason: 'invalid auth token' };
  if (/\binvalid tokens?\b/.test(errors)) return { kind: 'drop', reason: 'invalid tokens' };
  const reason = reasonOf(told?.status ?? `HTTP ${status}`);
  const isPassing = [status, told?.code ?? 0].some((code) => code === 429 || code >= 500);
  if (isPassing) return retry(reason, retryAfterMs(headers['retry-after'], now));
  return { kind: 'refuse', reason };
}
