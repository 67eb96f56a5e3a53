/** Fields to type in. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { AnswerValue } from '../../protocol/response.ts';
import type { QuestionOf } from '../../protocol/question.ts';
import type { Ui } from './ui.ts';

export interface FieldState {
  readonly value: AnswerValue;
  readonly isWrong: boolean;
}

export function fieldQuestion(
  question: QuestionOf<'text'> | QuestionOf<'email'>,
  { value, isWrong }: FieldState,
  ui: Ui,
): TemplateResult {
  const { id, type, required, placeholder } = question;
  const hint = placeholder === undefined ? nothing : ui.say(placeholder);
  const typed = ({ target }: InputEvent): void => ui.type(id, (target as HTMLInputElement).value);
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) ui.submit();
  };
  return type === 'text' && question.size === 'long'
    ? html`<textarea
        part="field"
        id=${id}
        placeholder=${hint}
        aria-required=${required === true}
        aria-invalid=${isWrong}
        aria-describedby="${id}-hint ${id}-fault"
        .value=${value ?? ''}
        @input=${typed}
        @change=${ui.commit}
        @keydown=${key}
        rows="4"
      ></textarea>`
    : html`<input
        part="field"
        id=${id}
        placeholder=${hint}
        aria-required=${required === true}
        aria-invalid=${isWrong}
        aria-describedby="${id}-hint ${id}-fault"
        .value=${value ?? ''}
        @input=${typed}
        @change=${ui.commit}
        type=${type}
        autocomplete=${type === 'email' ? type : 'off'}
      />`;
}
