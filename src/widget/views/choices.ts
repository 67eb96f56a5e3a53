/** A list of choices: one of them, or several. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';

import type { AnswerValue } from '../../protocol/response.ts';
import type { Choice, QuestionOf } from '../../protocol/survey.ts';
import { radio } from './radio.ts';
import type { Ui } from './ui.ts';

export function singleQuestion(
  { id, choices }: QuestionOf<'single'>,
  chosen: AnswerValue,
  ui: Ui,
): TemplateResult {
  return list(choices, 'dot', ui, (choice) => radio(id, choice.id, chosen, '', ui));
}

export function multipleQuestion(
  { id, choices }: QuestionOf<'multiple'>,
  value: AnswerValue,
  ui: Ui,
): TemplateResult {
  // Read from the boxes themselves: two may have been ticked since this was drawn.
  const choose = ({ currentTarget }: Event): void => {
    const boxes = (currentTarget as Element).closest('.choices')?.querySelectorAll('input') ?? [];
    const ticked = choices.filter((_choice, index) => boxes[index]?.checked);
    ui.choose(
      id,
      ticked.map((choice) => choice.id),
    );
  };
  return list(
    choices,
    'box',
    ui,
    (choice) =>
      html`<input
        type="checkbox"
        .checked=${Array.isArray(value) && value.includes(choice.id)}
        aria-describedby=${`${id}-hint ${id}-fault`}
        @change=${choose}
      />`,
  );
}

function list(
  choices: readonly Choice[],
  mark: 'dot' | 'box',
  { say }: Ui,
  input: (choice: Choice) => TemplateResult,
): TemplateResult {
  return html`<div part="choices" class="choices">
    ${choices.map(
      (choice) =>
        html`<label part="option" class="choice">
          ${input(choice)}<span class="face"
            ><span class="mark ${mark}"></span>${say(choice.label)}</span
          >
        </label>`,
    )}
  </div>`;
}
