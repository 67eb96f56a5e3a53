/** The box that a survey stands in. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { isOverlay } from '../display.ts';
import type { Display } from '../display.ts';

export interface ShellState {
  readonly display: Display;
  readonly position: string;
  readonly theme: string;
  readonly lang: string;
  readonly direction: 'ltr' | 'rtl';
  /** The survey's name, for screen readers. */
  readonly title: string;
  /** Said aloud when it changes. */
  readonly announcement: string | undefined;
  readonly press: (event: PointerEvent) => void;
  readonly key: (event: KeyboardEvent) => void;
  /** Escape, or a gesture that means the same. */
  readonly cancel: (event: Event) => void;
}

export function shellView(
  state: ShellState,
  content: TemplateResult | typeof nothing,
): TemplateResult {
  const { display, lang, direction, title, press, key, cancel } = state;
  const classes = `shell ${display} ${state.theme} ${state.position}`;
  const inner = html`${content}
    <p class="unseen" role="status">${state.announcement}</p>`;
  return display === 'dialog'
    ? html`<dialog
        part="survey"
        class=${classes}
        lang=${lang}
        dir=${direction}
        aria-label=${title}
        @pointerdown=${press}
        @keydown=${key}
        @cancel=${cancel}
      >
        ${inner}
      </dialog>`
    : html`<div
        part="survey"
        class=${classes}
        lang=${lang}
        dir=${direction}
        aria-label=${title}
        role=${isOverlay(display) ? 'dialog' : 'region'}
        popover=${isOverlay(display) ? 'manual' : nothing}
        @pointerdown=${press}
        @keydown=${key}
      >
        ${inner}
      </div>`;
}

/** The survey's box, as drawn; a tab is none. */
export function boxIn(root: ParentNode): HTMLElement | null {
  return root.querySelector('.shell:not(.tab)');
}

/**
 * Into the top layer, where no z-index of the host reaches; without it, `position: fixed` has to do.
 *
 * @returns whether it was not there before
 */
export function raise(shell: HTMLElement): boolean {
  if (shell instanceof HTMLDialogElement) {
    // Where nothing is drawn, it would make the page inert and show nothing.
    if (shell.open || !shell.getClientRects()[0]) return false;
    shell.showModal();
    return true;
  }
  // An older browser has no such property, whatever the types say.
  const { popover } = shell as { popover?: string | null };
  if (popover === undefined || popover === null || shell.matches(':popover-open')) return false;
  shell.showPopover();
  return true;
}
