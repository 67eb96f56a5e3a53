/** An apology, and a way to try again where that may help. The code is for the developer, and goes to the page. */
import { html } from 'lit/html.js';

import type { WidgetCode } from '../problem.ts';
import type { Strings } from '../strings/index.ts';
import { allStrings } from '../strings/later.ts';
import { noticeView } from './notice.ts';
import type { End } from './survey.ts';

const NETWORK: ReadonlySet<WidgetCode> = new Set<WidgetCode>([
  'network',
  'reply_unreadable',
  'token_unavailable',
  'too_many_requests',
  'unavailable',
  'internal',
]);
const EXPIRED: ReadonlySet<WidgetCode> = new Set<WidgetCode>([
  'token_expired',
  'token_used',
  'token_invalid',
  'grant_expired',
]);

const CLOSED: ReadonlySet<WidgetCode> = new Set<WidgetCode>([
  'survey_closed',
  'closed',
  'fatigue',
  'quota',
]);

/** In the respondent's words. */
function sentence(code: WidgetCode, strings: Strings): string {
  if (NETWORK.has(code)) return strings.failedNetwork;
  if (EXPIRED.has(code)) return strings.failedExpired;
  return CLOSED.has(code) ? strings.failedClosed : strings.failed;
}

/** @param said in place of our own sentence */
export function apologyFor(code: WidgetCode, retry: () => void, said?: string): End {
  return (ui, closeButton) => {
    const strings = allStrings(ui.strings);
    const again = html`<button type="button" part="retry" class="primary" @click=${retry}>
      ${strings.retry}
    </button>`;
    const deed = NETWORK.has(code) ? again : undefined;
    return noticeView(said ?? sentence(code, strings), undefined, deed, closeButton);
  };
}
