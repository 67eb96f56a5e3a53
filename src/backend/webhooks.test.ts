/** What a backend takes for a webhook of ours, and how often. */
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { receiveWebhook, verifyWebhook, webhookMemory } from './webhooks.ts';
import type { WebhookFault } from './webhooks.ts';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another-secret-of-32-characters!').toString('base64')}`;
const AT = new Date('2026-11-22T12:00:00.000Z');
const BODY = JSON.stringify({ type: 'otklik.test', note: 'Спасибо 👍' });
const now = () => AT.getTime();

function message(change: { id?: string; at?: Date; body?: string; secret?: string } = {}) {
  const { id = 'dlv_1', at = AT, body = BODY, secret = SECRET } = change;
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(at.getTime() / 1000),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  };
}

describe('a webhook', () => {
  it('is verified as its specification shows it', async () => {
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1674087231',
      'webhook-signature': 'v1,c9lhjcxcymv8/2VlKN9YRwiXq2vINjMBBrf/LxiKlvQ=',
    };
    const verified = await verifyWebhook(
      { headers, body: '{"a":1}' },
      { secrets: SECRET, now: () => 1_674_087_231_000 },
    );
    expect(verified).toEqual({ id: 'msg_1', payload: { a: 1 } });
  });

  it('is verified by either secret while it is changed, as bytes and as text', async () => {
    const { headers, body } = message();
    const bytes = new TextEncoder().encode(body);
    const options = { secrets: [OTHER, SECRET], now };
    expect((await verifyWebhook({ headers, body: bytes }, options)).id).toBe('dlv_1');
    const both = {
      ...headers,
      'webhook-signature': `v1a,xyz v1,%% ${headers['webhook-signature']}`,
    };
    expect((await verifyWebhook({ headers: new Headers(both), body }, options)).id).toBe('dlv_1');
  });

  const { headers, body } = message();
  it.each<[string, Parameters<typeof verifyWebhook>[0], WebhookFault]>([
    ['another body', { headers, body: `${body} ` }, 'signature_wrong'],
    [
      'the same, written again',
      { headers, body: JSON.stringify(JSON.parse(body), null, 1) },
      'signature_wrong',
    ],
    ['another id', { headers: { ...headers, 'webhook-id': 'dlv_2' }, body }, 'signature_wrong'],
    [
      'another time',
      { headers: { ...headers, 'webhook-timestamp': '1795348801' }, body },
      'signature_wrong',
    ],
    ['another secret', message({ secret: OTHER }), 'signature_wrong'],
    [
      'no signature',
      { headers: { ...headers, 'webhook-signature': 'v1,' }, body },
      'signature_wrong',
    ],
    [
      'another version',
      {
        headers: {
          ...headers,
          'webhook-signature': headers['webhook-signature'].replace('v1,', 'v2,'),
        },
        body,
      },
      'signature_wrong',
    ],
    ['six minutes', message({ at: new Date(AT.getTime() - 360_000) }), 'too_old'],
    ['six minutes ahead', message({ at: new Date(AT.getTime() + 360_000) }), 'too_old'],
    ['no headers', { headers: {}, body }, 'headers_missing'],
    ['no JSON', message({ body: 'hello' }), 'not_json'],
  ])('with %s is none', async (_what, sent, code) => {
    await expect(verifyWebhook(sent, { secrets: SECRET, now })).rejects.toMatchObject({ code });
  });

  it('does its work once, and again when that failed', async () => {
    const done: string[] = [];
    let isBroken = true;
    const memory = webhookMemory();
    const receive = async (): Promise<number> => {
      const { headers: sent, body: text } = message();
      const request = new Request('https://shop.example/hook', {
        method: 'POST',
        headers: sent,
        body: text,
      });
      const handle = async ({ id }: { id: string }): Promise<void> => {
        if (isBroken) throw new Error('no database');
        await Promise.resolve();
        done.push(id);
      };
      return (await receiveWebhook(request, { secrets: SECRET, now, memory, handle })).status;
    };
    expect([await receive(), done]).toEqual([500, []]);
    isBroken = false;
    expect(await Promise.all([receive(), receive(), receive()])).toEqual([204, 204, 204]);
    expect(done).toEqual(['dlv_1']);
  });

  it('of somebody else is refused without a reason', async () => {
    const request = new Request('https://shop.example/hook', { method: 'POST', body: '{}' });
    const handle = () => Promise.reject(new Error('never'));
    const memory = webhookMemory();
    const reply = await receiveWebhook(request, { secrets: SECRET, memory, handle });
    expect([reply.status, await reply.text()]).toEqual([401, '']);
  });
});
