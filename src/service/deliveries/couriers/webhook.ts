/** Standard Webhooks 1.0.0: signed, under one id however often it comes. */
import { Webhook } from 'standardwebhooks';

import { thin } from '../content.ts';
import type { Courier } from '../courier.ts';
import { retryAfterMs } from '../../push/push-answer.ts';
import type { Outcome } from '../outcome.ts';
import type { OutboundAnswer } from '../../push/outbound.ts';

/** When somebody else's server, or what stands before it, is too busy. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export const webhookCourier: Courier<'webhook'> = async (
  { delivery, target, signing, content },
  { calls, world },
) => {
  const payload = target.payload === 'thin' ? thin(content.payload) : content.payload;
  const body = JSON.stringify(payload);
  const now = world.now();
  const answer = await calls.call({
    url: target.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Otklik',
      'webhook-id': delivery.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      // While the secret is changed, one for each.
      'webhook-signature': signing
        .map(({ secret }) => new Webhook(secret).sign(delivery.id, now, body))
        .join(' '),
    },
    body,
  });
  return meaningOf(answer, now);
};

function meaningOf({ status, headers }: OutboundAnswer, now: Date): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const reason = `HTTP ${status}`;
  if (status === 410) return { kind: 'stopped', reason };
  const afterMs = retryAfterMs(headers['retry-after'], now);
  if (BUSY.has(status) && afterMs !== undefined) return { kind: 'waiting', reason, afterMs };
  // A redirect is not followed: it could lead to where nobody checked.
  return {
    kind: 'failed',
    reason: status >= 300 && status < 400 ? `${reason} (redirect)` : reason,
  };
}
