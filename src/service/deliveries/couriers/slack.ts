/** Slack's incoming webhooks: Block Kit, one message a second, errors as plain words (docs.slack.dev). */
import type { DeliveredAnswer, DeliveryPayload } from '../../../protocol/index.ts';
import type { OutboundAnswer } from '../../push/outbound.ts';
import type { Courier } from '../courier.ts';
import { retryAfterMs } from '../../push/push-answer.ts';
import type { Outcome } from '../outcome.ts';
import { headline, linesOf } from '../words.ts';

/** Characters and counts that Slack takes. */
const HEADER_MAX = 150;
const SECTION_MAX = 3000;
const FIELD_MAX = 2000;
const FIELDS_MAX = 10;
const SECTIONS_MAX = 40;
const SHORT = 60;

/** Nothing is taken at this address any more. */
const GONE: ReadonlySet<string> = new Set([
  'no_service',
  'no_service_id',
  'no_team',
  'no_active_hooks',
  'channel_not_found',
  'channel_is_archived',
  'team_disabled',
  'invalid_token',
  'action_prohibited',
  'posting_to_general_channel_denied',
]);
const PACE_MS = 1000;

export const slackCourier: Courier<'slack'> = async (
  { target: { url }, content: { payload }, delivery },
  { calls, world },
) => {
  const answer = await calls.call({
    url,
    // Whoever has the rest of it can write there.
    shown: `${new URL(url).origin}/…`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(slackMessage(payload, delivery.id)),
  });
  return meaningOf(answer, world.now());
};

function slackMessage(payload: DeliveryPayload, id: string): object {
  const { response } = payload.data;
  const answers = Object.values(response?.answers ?? {});
  const title = headline(payload);
  return {
    text: escaped(title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, HEADER_MAX) } },
      ...fieldBlocks(answers.filter(isShort)),
      ...answers
        .filter((answer) => !isShort(answer))
        .slice(0, SECTIONS_MAX)
        .map(sectionBlock),
      { type: 'context', elements: [mrkdwn(contextOf(payload, id), FIELD_MAX)] },
    ],
    unfurl_links: false,
  };
}

function isShort({ text, title }: DeliveredAnswer): boolean {
  return text.length <= SHORT && title.length <= 2 * SHORT;
}

function fieldBlocks(answers: readonly DeliveredAnswer[]): object[] {
  const blocks: object[] = [];
  for (let at = 0; at < answers.length; at += FIELDS_MAX) {
    const fields = answers
      .slice(at, at + FIELDS_MAX)
      .map(({ title, text }) => mrkdwn(`*${escaped(title)}*\n${escaped(text)}`, FIELD_MAX));
    blocks.push({ type: 'section', fields });
  }
  return blocks.slice(0, FIELDS_MAX / 2);
}

function sectionBlock({ title, text }: DeliveredAnswer): object {
  const quoted = escaped(text).replaceAll('\n', '\n> ');
  return { type: 'section', text: mrkdwn(`*${escaped(title)}*\n> ${quoted}`, SECTION_MAX) };
}

function contextOf(payload: DeliveryPayload, id: string): string {
  return [...linesOf(payload).facts, id].map(escaped).join('  ·  ');
}

function mrkdwn(text: string, max: number): object {
  return { type: 'mrkdwn', text: cut(text, max) };
}

/** Slack takes these three for its own markup: a "<!here>" in an answer would call everybody. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Never in the middle of an escaped character, or of one that takes two units. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/(&[a-z]{0,3}|[\uD800-\uDBFF])$/, '')}…`;
}

function meaningOf({ status, headers, text }: OutboundAnswer, now: Date): Outcome {
  const word = /^[a-z_]{1,60}$/.test(text.trim()) ? text.trim() : '';
  if (status === 200) return { kind: 'delivered' };
  const reason = word === '' ? `HTTP ${status}` : word;
  if (status === 429) {
    return {
      kind: 'waiting',
      reason,
      afterMs: retryAfterMs(headers['retry-after'], now) ?? PACE_MS,
    };
  }
  if (GONE.has(word) || status === 410) return { kind: 'stopped', reason };
  return { kind: status === 400 ? 'refused' : 'failed', reason };
}
