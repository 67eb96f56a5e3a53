/** The marks of survey texts (engine/rich-text.ts) as templates. */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { richText } from '../../engine/rich-text.ts';
import type { Inline, Pen } from '../../engine/rich-text.ts';

const pen: Pen<TemplateResult> = {
  bold: (content) => html`<b>${content}</b>`,
  italic: (content) => html`<em>${content}</em>`,
  link: (address, content) =>
    html`<a href=${address} target="_blank" rel="noopener noreferrer">${content}</a>`,
  list: (items, isNumbered) => {
    const entries = items.map((item) => html`<li>${item}</li>`);
    return isNumbered
      ? html`<ol>
          ${entries}
        </ol>`
      : html`<ul>
          ${entries}
        </ul>`;
  },
};

/**
 * @param fill puts values in place of pipes
 * @param address the same in an address, encoded
 */
export function rich(
  text: string,
  fill: (text: string) => string,
  address: (url: string) => string,
): readonly Inline<TemplateResult>[] {
  return richText(text, pen, { fill, address });
}
