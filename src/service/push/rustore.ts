/** RuStore's push service: Firebase's interface with a token that does not change. */
import * as z from 'zod/mini';

import { pushSeconds, rustoreMessage } from '../../backend/push-payloads.ts';
import type { OutboundAnswer } from './outbound.ts';
import { jsonOf, reasonOf, retry, retryAfterMs } from './push-answer.ts';
import type { PushAnswer } from './push-answer.ts';
import type { PushSender } from './push-sender.ts';

const ENDPOINT = 'https://vkpns.rustore.ru';

export const sendRustore: PushSender<'rustore'> = async (
  { channel, address, message, expiresAt },
  { outbound, now },
) => {
  const { projectId, serviceToken, endpoint = ENDPOINT } = channel.settings;
  const ttlSeconds = pushSeconds(expiresAt, now());
  const url = `${endpoint}/v1/projects/${encodeURIComponent(projectId)}/messages:send`;
  const answer = await outbound.post(url, {
    headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(rustoreMessage(message, address.token, { ttlSeconds })),
  });
  return meaningOf(answer, now());
};

const RustoreError = z.object({ error: z.object({ status: z.optional(z.string()) }) });

function meaningOf({ status, headers, text }: OutboundAnswer, now: Date): PushAnswer {
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
