/** Before a survey is left: whether for now or for good. */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Localised } from '../../protocol/localised.ts';
import { allStrings } from '../strings/later.ts';
import { backIcon } from './icons.ts';
import type { End } from './survey.ts';

export interface Parting {
  readonly title: Localised;
  readonly postpone: () => void;
  /** Back to the question. */
  readonly stay: () => void;
}

export function partingView({ title, postpone, stay }: Parting): End {
  return (ui, closeButton): TemplateResult => {
    const strings = allStrings(ui.strings);
    return html`<div class="card notice" part="parting">
      <header>
        <button type="button" part="back" class="icon" aria-label=${strings.back} @click=${stay}>
          ${backIcon}
        </button>
        <span class="gap"></span>${closeButton}
      </header>
      <div class="body">
        <h2 part="title" tabindex="-1">${ui.say(title)}</h2>
        <div class="ways">
          <button type="button" part="postpone" class="primary" @click=${postpone}>
            ${strings.postpone}
          </button>
          <button type="button" class="quiet" @click=${ui.close}>${strings.close}</button>
        </div>
      </div>
    </div>`;
  };
}
