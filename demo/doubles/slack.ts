/** A double of Slack's incoming webhooks: Block Kit with its limits, plain words for errors, one message a second. */
import { Double, isRecord, jsonIn, textOf, Window } from './double.ts';
import type { DoubleOptions } from './double.ts';
import { SLACK } from './facts.ts';
import { slackPage, slackState } from './slack-page.ts';

export interface Text {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
}

export interface Block {
  readonly type: string;
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly elements?: readonly Text[];
}

export interface Message {
  readonly at: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Who was called: `<!here>`, `<@U1>`. */
  readonly mentions: readonly string[];
}

const PATH = '/services/T0DEMO/B0DEMO/a-secret-of-the-demo';

export class Slack extends Double {
  readonly messages: Message[] = [];
  isArchived = false;
  isRevoked = false;
  readonly #window = new Window(SLACK.burst.value, SLACK.burst.value * 1000);

  constructor(now?: () => Date) {
    super(now);
    const { app } = this;
    app.get('/', (c) => c.html(slackPage()));
    app.get('/state', (c) => c.json(slackState(this)));
    app.use('/services/*', this.troubled());
    app.post('/services/:team/:hook/:secret', async (c) => {
      if (new URL(c.req.url).pathname !== PATH || this.isRevoked) return c.text('no_service', 404);
      if (this.isArchived) return c.text('channel_is_archived', 410);
      if (!this.#window.take(this.now().getTime())) {
        return c.text('rate_limited', 429, { 'retry-after': String(SLACK.perSecond.value) });
      }
      const body = await jsonIn(c);
      if (!isRecord(body)) return c.text('invalid_payload', 400);
      if (typeof body['text'] !== 'string' && body['blocks'] === undefined)
        return c.text('no_text', 400);
      const blocks = (body['blocks'] ?? []) as Block[];
      if (!areValid(blocks)) return c.text('invalid_blocks', 400);
      const text = textOf(body['text']);
      const at = this.now().toISOString();
      this.messages.push({ at, text, blocks, mentions: mentionsIn(text, blocks) });
      return c.text('ok');
    });
  }

  get webhookUrl(): string {
    return this.url + PATH;
  }
}

function areValid(blocks: unknown): boolean {
  return (
    Array.isArray(blocks) &&
    blocks.length <= SLACK.blocksMax.value &&
    blocks.every((block) => isRecord(block) && isValid(block as unknown as Block))
  );
}

function isValid({ type, text, fields, elements }: Block): boolean {
  switch (type) {
    case 'header':
      return text?.type === 'plain_text' && isShort(text, SLACK.headerMax.value);
    case 'section': {
      if (text === undefined && fields === undefined) return false;
      const many = fields ?? [];
      return (
        (text === undefined || isShort(text, SLACK.sectionMax.value)) &&
        (fields === undefined || (many.length > 0 && many.length <= SLACK.fieldsMax.value)) &&
        many.every((field) => isShort(field, SLACK.fieldMax.value))
      );
    }
    case 'context':
      return (
        elements !== undefined && elements.length > 0 && elements.length <= SLACK.contextMax.value
      );
    default:
      return type === 'divider' || type === 'actions';
  }
}

function isShort({ text }: Text, max: number): boolean {
  return typeof text === 'string' && text.length > 0 && text.length <= max;
}

/** In its markup; `&lt;!here&gt;` is only text. */
function mentionsIn(text: string, blocks: readonly Block[]): string[] {
  const texts = blocks.flatMap((block) => [
    block.text,
    ...(block.fields ?? []),
    ...(block.elements ?? []),
  ]);
  const marked = texts.flatMap((one) => (one?.type === 'mrkdwn' ? one.text : []));
  return [text, ...marked].flatMap((one) => one.match(/<[!@#][^>]*>/g) ?? []);
}

export async function startSlack({ port = 0, now }: DoubleOptions = {}): Promise<Slack> {
  const double = new Slack(now);
  await double.open(port);
  return double;
}
