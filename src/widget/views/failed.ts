/** An apology, and a way to try again where that may help. The code is for the developer, and goes to the page. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { WidgetCode } from '../problem.ts';
import type { Strings } from '../strings/index.ts';
import { allStrings } from '../strings/later.ts';
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

/** In the respondent's words. */
function sentence(code: WidgetCode, strings: Strings): string {
  if (NETWORK.has(code)) return strings.failedNetwork;
  if (EXPIRED.has(code)) return strings.failedExpired;
  return code === 'survey_closed' ? strings.failedClosed : strings.failed;
}

export function apologyFor(code: WidgetCode, retry: () => void): End {
  return (ui, closeButton) => apology(code, retry, allStrings(ui.strings), closeButton);
}

function apology(
  code: WidgetCode,
  retry: () => void,
  strings: Strings,
  closeButton: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<div class="card notice" part="failed">
    <header><span class="gap"></span>${closeButton}</header>
    <div class="body">
      <h2 part="title" tabindex="-1">${sentence(code, strings)}</h2>
      ${
        NETWORK.has(code)
          ? html`<button type="button" part="retry" class="primary" @click=${retry}>
              ${strings.retry}
            </button>`
          : nothing
      }
    </div>
  </div>`;
}
