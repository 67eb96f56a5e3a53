/** Under the thanks, where answers could not be delivered. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { allStrings } from '../strings/later.ts';
import type { Ui } from './ui.ts';

/** @param text once it was asked for */
export function copyView(text: string | undefined, take: () => void, ui: Ui): TemplateResult {
  const { keepCopy } = allStrings(ui.strings);
  return html`<button type="button" part="copy" class="primary" @click=${take}>${keepCopy}</button>
    ${
      text === undefined
        ? nothing
        : html`<textarea
            part="field"
            readonly
            rows="6"
            dir="auto"
            aria-label=${keepCopy}
            .value=${text}
            @focus=${selectAll}
          ></textarea>`
    }`;
}

function selectAll({ currentTarget }: Event): void {
  (currentTarget as HTMLTextAreaElement).select();
}
