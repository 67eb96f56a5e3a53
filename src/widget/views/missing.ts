/** In place of a screen whose code is not here: the network went away. The answers so far are stored. */
import { html } from 'lit/html.js';
import type { nothing, TemplateResult } from 'lit/html.js';

import { allStrings } from '../strings/later.ts';
import type { Ui } from './ui.ts';

export function missingView(ui: Ui, closeButton: TemplateResult | typeof nothing): TemplateResult {
  const { questionMissing, retry } = allStrings(ui.strings);
  return html`<div class="card notice" part="failed">
    <header><span class="gap"></span>${closeButton}</header>
    <div class="body">
      <h2 part="title" tabindex="-1">${questionMissing}</h2>
      <button type="button" part="retry" class="primary" @click=${ui.retry}>${retry}</button>
    </div>
  </div>`;
}
