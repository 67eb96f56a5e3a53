/** Choices to mark, in whatever form: cards, buttons, pictures, the system's own list, a long list to scroll. */
import type { Choice, QuestionOf } from '../../../protocol/index.ts';
import { attributes, markup } from '../html.ts';
import type { Html } from '../html.ts';
import type { Speech } from '../speech.ts';
import { describedBy } from './control.ts';
import type { ControlState } from './control.ts';

type ChoiceQuestion = QuestionOf<'single' | 'multiple'>;

export function choiceControls(
  question: ChoiceQuestion,
  state: ControlState,
  speech: Speech,
): Html {
  const { type, display = '' } = question;
  if (type === 'single' && isList(question)) return dropdown(question, state, speech);
  const boxes = question.choices.map((choice) => box(question, choice, state, speech));
  // What is searched with script is scrolled without.
  if (display === 'search') {
    return markup`<div class="search"><div part="choices" class="results">${boxes}</div></div>`;
  }
  return markup`<div part="choices" class="choices ${display}">${boxes}</div>`;
}

/** Whether it is one control, which the title is the label of. */
export function isList({ type, display }: ChoiceQuestion): boolean {
  return type === 'single' && (display === 'dropdown' || display === 'search');
}

function box(
  { id, type, display }: ChoiceQuestion,
  choice: Choice,
  { value }: ControlState,
  { say }: Speech,
): Html {
  const isSingle = type === 'single';
  const input = attributes({
    type: isSingle ? 'radio' : 'checkbox',
    name: id,
    value: choice.id,
    checked: isSingle
      ? value === choice.id
      : Array.isArray(value) && (value as readonly unknown[]).includes(choice.id),
    'aria-describedby': isSingle ? undefined : describedBy(id),
  });
  const picture =
    display === 'pictures' && choice.picture !== undefined
      ? markup`<img class="picture" src="${choice.picture}" alt="" decoding="async">`
      : '';
  return markup`<label part="option" class="choice"><input${input}><span class="face">${picture}<span class="mark ${isSingle ? 'dot' : 'box'}"></span>${say(choice.label)}</span></label>`;
}

function dropdown(
  { id, choices, required }: ChoiceQuestion,
  { value, fault }: ControlState,
  { say, words }: Speech,
): Html {
  const select = attributes({
    id,
    name: id,
    class: value === null && 'empty',
    'aria-required': String(required === true),
    'aria-invalid': String(fault !== undefined),
    'aria-describedby': describedBy(id),
  });
  const options = choices.map(
    (choice) =>
      markup`<option${attributes({ value: choice.id, selected: value === choice.id })}>${say(choice.label)}</option>`,
  );
  return markup`<div class="dropdown"><select part="field"${select}><option value="">${words.choose}</option>${options}</select></div>`;
}
