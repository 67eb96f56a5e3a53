/** The channel, as its members see it. */
import { doublePage } from './page.ts';
import type { Html, Shown } from './page.ts';
import type { Block, Slack, Text } from './slack.ts';

export function slackPage(): Html {
  return doublePage('#feedback', 'A stand-in for a Slack channel, on this machine.');
}

export function slackState({ messages }: Slack): Shown {
  return {
    cards: messages.toReversed().map(({ at, text, blocks }) => ({
      title: blocks.find(({ type }) => type === 'header')?.text?.text ?? plain(text),
      badge: at.slice(11, 16),
      facts: [],
      entries: blocks.flatMap(entriesOf),
    })),
  };
}

function entriesOf({ type, text, fields = [], elements = [] }: Block) {
  if (type === 'header') return [];
  const kind = type === 'context' ? 'Otklik' : '';
  return [...(text === undefined ? [] : [text]), ...fields, ...elements].map((one) => ({
    kind,
    text: shown(one),
  }));
}

/** Its bold is told by lines here. */
function shown({ type, text }: Text): string {
  return type === 'mrkdwn'
    ? plain(text.replaceAll(/^\*(.+)\*$/gm, '$1').replaceAll(/^> /gm, ''))
    : text;
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
