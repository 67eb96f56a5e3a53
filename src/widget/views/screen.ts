/** One screen: where one is, its questions, and the ways on. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Question } from '../../protocol/question.ts';
import type { Inputs } from '../inputs.ts';
import { filled } from '../strings/index.ts';
import { backIcon, closeIcon } from './icons.ts';
import { isRequired, questionView } from './question.ts';
import type { Ui } from './ui.ts';

export interface ScreenState {
  readonly questions: readonly Question[];
  readonly inputs: Inputs;
  readonly notes: Readonly<Record<string, unknown>>;
  readonly faults: Readonly<Record<string, string>>;
  readonly progress: { readonly done: number; readonly total: number };
  readonly hasBack: boolean;
  readonly languageMenu: TemplateResult | undefined;
  readonly closeButton: TemplateResult | typeof nothing;
  readonly isLast: boolean;
  /** Said while the answer is on its way to the disk, and takes a while. */
  readonly busyWord: string | undefined;
}

export function screenView(state: ScreenState, ui: Ui): TemplateResult {
  return html`<form class="card" novalidate aria-busy=${state.busyWord !== undefined}>
    ${header(state, ui)}
    <div class="body">${drawn(state, ui)}</div>
    ${footer(state, ui)}
  </form>`;
}

function drawn({ questions, inputs, notes, faults }: ScreenState, ui: Ui): unknown {
  const isAlone = questions.filter((question) => !('of' in question)).length === 1;
  return questions.map((question) => {
    const { id, type } = question;
    if (type === 'hidden') return nothing;
    const state = { value: inputs[id] ?? null, fault: faults[id], isAlone, note: notes[id] };
    return questionView(question, state, ui);
  });
}

function header(
  { progress, hasBack, languageMenu, closeButton }: ScreenState,
  ui: Ui,
): TemplateResult {
  const { done, total } = progress;
  const label = filled(ui.strings.progress, { n: done + 1, total }, ui.lang);
  return html`<header>
    ${
      hasBack
        ? html`<button
            type="button"
            part="back"
            class="icon"
            aria-label=${ui.strings.back}
            @click=${ui.back}
          >
            ${backIcon}
          </button>`
        : nothing
    }
    ${
      total > 1
        ? html`<progress
            part="progress"
            max=${total}
            .value=${done + 1}
            aria-label=${label}
          ></progress>`
        : html`<span class="gap"></span>`
    }
    ${languageMenu}${closeButton}
  </header>`;
}

export function closeButton({ strings, close }: Ui): TemplateResult {
  return html`<button
    type="button"
    part="close"
    class="icon"
    aria-label=${strings.close}
    @click=${close}
  >
    ${closeIcon}
  </button>`;
}

/** Always there, so that nothing jumps; what it says depends on whether there is an answer to send. */
function footer(state: ScreenState, { strings, submit }: Ui): TemplateResult {
  const { busyWord, isLast } = state;
  const isSkip = mayBeSkipped(state);
  const word = busyWord ?? (isSkip ? strings.skip : isLast ? strings.send : strings.next);
  /** Enter in a field clicks it as well. A sandboxed frame tells of no `submit`. */
  const goOn = (event: Event): void => {
    event.preventDefault();
    submit();
  };
  return html`<footer>
    <button
      part="next"
      @click=${goOn}
      class=${isSkip ? 'quiet' : 'primary'}
      aria-disabled=${busyWord !== undefined}
    >
      ${word}
    </button>
  </footer>`;
}

function mayBeSkipped({ questions, inputs }: ScreenState): boolean {
  return (
    questions.some(({ type }) => type !== 'statement') &&
    questions.every((question) => !isRequired(question) && isEmpty(inputs[question.id] ?? null))
  );
}

function isEmpty(value: Inputs[string]): boolean {
  return (
    (!value && value !== 0) || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)
  );
}
