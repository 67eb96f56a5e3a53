/** Choices to mark: one of them, or several. */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { AnswerValue } from '../../protocol/response.ts';
import type { Choice, QuestionOf } from '../../protocol/question.ts';
import { radio } from './radio.ts';
import type { Ui } from './ui.ts';

/** @param picture what stands above a label */
export function choiceQuestion(
  { id, type, choices, display }: QuestionOf<'single' | 'multiple'>,
  value: AnswerValue,
  ui: Ui,
  picture?: (choice: Choice) => unknown,
): TemplateResult {
  const mark = type === 'single' ? 'dot' : 'box';
  // Read from the boxes themselves: two may have been ticked since this was drawn.
  const tick = ({ currentTarget }: Event): void => {
    const boxes = (currentTarget as Element).closest('.choices')?.querySelectorAll('input') ?? [];
    const ticked = choices.filter((_choice, index) => boxes[index]?.checked);
    ui.choose(
      id,
      ticked.map((choice) => choice.id),
    );
  };
  const box = (choice: Choice): TemplateResult =>
    html`<input
      type="checkbox"
      .checked=${(value as readonly string[] | null)?.includes(choice.id) ?? false}
      aria-describedby=${`${id}-hint ${id}-fault`}
      @change=${tick}
    />`;
  return html`<div part="choices" class="choices ${display}">
    ${choices.map(
      (choice) =>
        html`<label part="option" class="choice">
          ${type === 'single' ? radio(id, choice.id, value, '', ui) : box(choice)}<span class="face"
            >${picture?.(choice)}<span class="mark ${mark}"></span>${ui.say(choice.label)}</span
          >
        </label>`,
    )}
  </div>`;
}
