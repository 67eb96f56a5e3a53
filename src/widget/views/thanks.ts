/** The end, and the truth about where the answers are. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Farewell } from '../../engine/index.ts';
import type { Refusal } from '../answering.ts';
import type { Following } from '../files/outstanding.ts';
import type { Delivery } from '../later-events.ts';
import type { StorageKind } from '../store/record-store.ts';
import type { FirstStrings } from '../strings/index.ts';
import { allStrings } from '../strings/later.ts';
import type { Ui } from './ui.ts';

export interface Whereabouts {
  readonly delivery: Delivery;
  readonly storage: StorageKind;
  readonly refusal: Refusal | undefined;
  /** Whether files are still to come after the answers. */
  readonly following: Following;
  readonly isPreview: boolean;
}

export function thanksView(
  { title, text, link, redirect }: Farewell,
  whereabouts: Whereabouts,
  closeButton: TemplateResult | typeof nothing,
  ui: Ui,
  copy: TemplateResult | undefined,
): TemplateResult {
  return html`<div class="card notice" part="thanks">
    <header><span class="gap"></span>${closeButton}</header>
    <div class="body">
      <span class="badge">
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12.5l4.5 4.5L19 7.5" /></svg>
      </span>
      <h2 part="title" tabindex="-1">${ui.rich(title)}</h2>
      ${text === undefined ? nothing : html`<p>${ui.rich(text)}</p>`}
      ${
        link &&
        html`<a part="link" class="primary" href=${ui.address(link.url)} rel="noopener"
          >${ui.say(link.label)}</a
        >`
      }
      <p part="delivery" class="delivery" role="status">
        ${deliveryText(whereabouts, redirect, ui.strings)}
      </p>
      ${copy}
    </div>
  </div>`;
}

/** Received is only what the service has acknowledged. A preview delivers nothing, and says nothing. */
function deliveryText(
  { delivery, storage, refusal, following, isPreview }: Whereabouts,
  redirect: string | undefined,
  first: FirstStrings,
): string {
  if (isPreview) return '';
  const strings = allStrings(first);
  const isLeaving = redirect !== undefined && following !== 'going';
  if (delivery === 'sent' && isLeaving) return strings.leaving;
  if (delivery === 'sent' && following !== 'none') return strings.filesFollow;
  if (refusal === 'erased') return strings.erased;
  const isKept = delivery === 'saved' || delivery === 'blocked';
  return isKept && storage === 'memory' ? strings.memory : strings[delivery];
}
