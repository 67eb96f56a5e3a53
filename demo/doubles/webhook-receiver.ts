/** A company's own system: it takes webhooks by `otklik/backend`, each of them once. */
import { receiveWebhook, webhookMemory } from 'otklik/backend';
import type { VerifiedWebhook } from 'otklik/backend';

import { Double } from './double.ts';
import type { DoubleOptions } from './double.ts';

export class WebhookReceiver extends Double {
  /** Of its destinations; it is learnt when the destination is made. */
  readonly secrets: string[] = [];
  /** Every message that came, by its id. */
  readonly calls: string[] = [];
  /** What has been done about it. */
  readonly effects: VerifiedWebhook[] = [];
  /** Answers without doing anything, instead. */
  answer: Response | undefined;

  constructor(now?: () => Date) {
    super(now);
    const memory = webhookMemory();
    this.app.use('/hook', this.troubled());
    this.app.post('/hook', async (c) => {
      this.calls.push(c.req.header('webhook-id') ?? '');
      if (this.answer !== undefined) return this.answer.clone();
      return await receiveWebhook(c.req.raw, {
        secrets: this.secrets,
        now: () => this.now().getTime(),
        memory,
        handle: (webhook) => {
          this.effects.push(webhook);
          return Promise.resolve();
        },
      });
    });
  }
}

export async function startWebhookReceiver({
  port = 0,
  now,
}: DoubleOptions = {}): Promise<WebhookReceiver> {
  const double = new WebhookReceiver(now);
  await double.open(port);
  return double;
}
