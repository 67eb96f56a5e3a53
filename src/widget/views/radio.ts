import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { AnswerValue } from '../../protocol/response.ts';
import type { Ui } from './ui.ts';

/**
 * A native radio button, under whatever face is drawn over it. Browsers click it for the arrow keys too; and
 * a click on the one that is already chosen, which makes no `change`, still means "this one, go on".
 */
export function radio(
  question: string,
  value: string | number,
  chosen: AnswerValue,
  name: string,
  { choose }: Ui,
): TemplateResult {
  return html`<input
    type="radio"
    name=${question}
    .checked=${chosen === value}
    aria-label=${name || nothing}
    @click=${() => choose(question, value)}
  />`;
}
