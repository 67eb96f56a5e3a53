import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** A sentence in place of a question, and what may be said or done besides. */
export function noticeView(
  title: string,
  text: string | undefined,
  deed: TemplateResult | typeof nothing | undefined,
  closeButton: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<div class="card notice" part="failed">
    <header><span class="gap"></span>${closeButton}</header>
    <div class="body">
      <h2 part="title" tabindex="-1">${title}</h2>
      ${text === undefined ? nothing : html`<p>${text}</p>`} ${deed ?? nothing}
    </div>
  </div>`;
}
