/** Web Push (RFC 8030, 8291, 8292): straight to the browser's own push service. */
import webpush from 'web-push';

import { pushSeconds, webPushHeaders, webPushPayload } from '../../backend/push-payloads.ts';
import type { PushSender } from './push-sender.ts';
import { retry, retryAfterMs } from './push-answer.ts';
import type { PushAnswer } from './push-answer.ts';
import type { OutboundAnswer } from './outbound.ts';

export const sendWebPush: PushSender<'web-push'> = async (
  { channel, address, message, expiresAt },
  { outbound, now },
) => {
  const { subject, publicKey, privateKey } = channel.settings;
  const { endpoint, keys } = address.subscription;
  const ttlSeconds = pushSeconds(expiresAt, now());
  const { TTL, Urgency, Topic } = webPushHeaders(message, { ttlSeconds });
  const details = webpush.generateRequestDetails({ endpoint, keys }, webPushPayload(message), {
    TTL: Number(TTL),
    urgency: Urgency,
    topic: Topic,
    contentEncoding: 'aes128gcm',
    vapidDetails: { subject, publicKey, privateKey },
  });
  const { 'Content-Length': _ours, ...headers } = details.headers as Record<string, string>;
  const body = details.body ?? '';
  return meaningOf(await outbound.request(endpoint, { headers, body }), now());
};

function meaningOf({ status, headers }: OutboundAnswer, now: Date): PushAnswer {
  const reason = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  switch (status) {
    case 404:
    case 410:
      return { kind: 'drop', reason };
    // Never the end of the whole channel: the endpoint is a respondent's word, who could end it for everybody.
    case 401:
    case 403:
    case 400:
    case 413:
      return { kind: 'refuse', reason };
    case 429:
      return retry(reason, retryAfterMs(headers['retry-after'], now));
    default:
      return status >= 500
        ? retry(reason, retryAfterMs(headers['retry-after'], now))
        : { kind: 'refuse', reason };
  }
}
