/** A permanent button at the window's edge, which opens the survey. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

export interface TabPlace {
  readonly direction: string;
  /** A side (`start`, `end`, `top`, `bottom`) or a corner (`bottom-end` …). */
  readonly position: string;
  readonly theme: string;
}

export interface TabState extends TabPlace {
  readonly text: string;
  /** Of the text, where that is known. */
  readonly lang: string | undefined;
  /** It has been pressed, and the survey is on its way. */
  readonly isBusy: boolean;
  readonly press: () => void;
}

export function tabView(state: TabState): TemplateResult {
  return html`<button
    type="button"
    part="tab"
    class="shell tab ${state.theme} ${state.position}"
    lang=${state.lang ?? nothing}
    dir=${state.direction}
    aria-haspopup="dialog"
    aria-busy=${state.isBusy}
    @click=${state.press}
  >
    <span>${state.text}</span>
  </button>`;
}

/** In the tab's place, when there is nothing to ask. */
export function tabNote(
  { direction, position, theme }: TabPlace,
  text: string,
  lang: string,
): TemplateResult {
  return html`<p
    part="tab"
    class="shell tab note ${theme} ${position}"
    lang=${lang}
    dir=${direction}
    role="status"
  >
    ${text}
  </p>`;
}
