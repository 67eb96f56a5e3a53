/** Fields to type in. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

import type { AnswerValue } from '../../protocol/response.ts';
import type { QuestionOf } from '../../protocol/survey.ts';
import type { Ui } from './ui.ts';

export interface FieldState {
  readonly value: AnswerValue;
  readonly isWrong: boolean;
}

export function textQuestion(
  question: QuestionOf<'text'>,
  { value, isWrong }: FieldState,
  ui: Ui,
): TemplateResult {
  const { id, size, required, placeholder } = question;
  const hint = placeholder === undefined ? nothing : ui.say(placeholder);
  return size === 'long'
    ? html`<textarea
        part="field"
        id=${id}
        rows="4"
        placeholder=${hint}
        aria-required=${required === true}
        aria-invalid=${isWrong}
        aria-describedby=${`${id}-hint ${id}-fault`}
        .value=${value ?? ''}
        @input=${typed(id, ui)}
        @change=${ui.commit}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) ui.submit();
        }}
      ></textarea>`
    : field(question, { value, isWrong }, ui, 'text');
}

export function emailQuestion(
  question: QuestionOf<'email'>,
  state: FieldState,
  ui: Ui,
): TemplateResult {
  return field(question, state, ui, 'email');
}

function field(
  { id, required, placeholder }: QuestionOf<'text'> | QuestionOf<'email'>,
  { value, isWrong }: FieldState,
  ui: Ui,
  type: 'text' | 'email',
): TemplateResult {
  return html`<input
    part="field"
    id=${id}
    type=${type}
    autocomplete=${type === 'email' ? 'email' : 'off'}
    placeholder=${placeholder === undefined ? nothing : ui.say(placeholder)}
    aria-required=${required === true}
    aria-invalid=${isWrong}
    aria-describedby=${`${id}-hint ${id}-fault`}
    .value=${value ?? ''}
    @input=${typed(id, ui)}
    @change=${ui.commit}
  />`;
}

function typed(id: string, { type }: Ui): (event: InputEvent) => void {
  return ({ target }) => type(id, (target as HTMLInputElement).value);
}
