/** Fields to type in: texts, addresses of all kinds, numbers, moments, a signature in letters. */
import { TYPED } from '../../../engine/kinds/signature.ts';
import { writtenNumber } from '../../../engine/written-number.ts';
import type { AnswerValue, QuestionOf } from '../../../protocol/index.ts';
import { attributes, markup } from '../html.ts';
import type { Attribute, Html } from '../html.ts';
import type { Speech } from '../speech.ts';
import { describedBy } from './control.ts';
import type { ControlState } from './control.ts';

export type FieldQuestion = QuestionOf<
  'text' | 'email' | 'phone' | 'url' | 'number' | 'date' | 'time'
>;

export function fieldControls(question: FieldQuestion, state: ControlState, speech: Speech): Html {
  const { id, required } = question;
  const common = {
    id,
    name: id,
    placeholder:
      'placeholder' in question && question.placeholder !== undefined
        ? speech.say(question.placeholder)
        : // So that a style sheet can tell an empty field from one with an answer.
          ' ',
    'aria-required': String(required === true),
    'aria-invalid': String(state.fault !== undefined),
    'aria-describedby': describedBy(id),
  };
  if (question.type === 'text' && question.size === 'long') {
    // A browser drops a line break right after the tag.
    return markup`<textarea part="field" rows="4"${attributes(common)}>\n${text(state.value)}</textarea>`;
  }
  const input = attributes({ ...common, ...lookOf(question, state, speech) });
  const field = markup`<input part="field"${input}>`;
  return question.type === 'number' && question.unit !== undefined
    ? markup`<div class="with-unit">${field}<span>${speech.say(question.unit)}</span></div>`
    : field;
}

function lookOf(
  question: FieldQuestion,
  { value }: ControlState,
  { lang }: Speech,
): Readonly<Record<string, Attribute>> {
  const written = { value: text(value) || undefined, autocomplete: 'off' };
  switch (question.type) {
    case 'text':
      return { ...written, type: 'text' };
    case 'email':
    case 'url':
      return { ...written, type: question.type, autocomplete: question.type };
    case 'phone':
      return { ...written, type: 'tel', autocomplete: 'tel' };
    case 'number':
      return {
        ...written,
        ...numberLook(question),
        value: writtenNumber(value, lang) || undefined,
      };
    case 'date':
    case 'time':
      // Limits are judged here, by the day that the response began on.
      return { ...written, class: 'moment', type: question.type };
  }
}

/** A text field with a number keyboard, for the reasons that the widget has (views/kinds/fields.ts). */
export function numberLook({
  min = -1,
  step = 0,
}: Partial<Record<'min' | 'step', number | undefined>>): Readonly<Record<string, Attribute>> {
  const isWhole = Number.isInteger(step) && step > 0;
  // A phone's number keyboard lacks the minus sign.
  return { type: 'text', inputmode: min < 0 ? 'text' : isWhole ? 'numeric' : 'decimal' };
}

/** Drawing needs script; for who cannot draw there is the typed name, with script and without. */
export function signatureControls(
  { id }: QuestionOf<'signature'>,
  { value, fault }: ControlState,
  { words }: Speech,
): Html {
  const name = text(value);
  const input = attributes({
    id,
    name: id,
    type: 'text',
    autocomplete: 'name',
    maxlength: 200,
    placeholder: words.yourName,
    value: name.startsWith(TYPED) ? name.slice(TYPED.length) : undefined,
    'aria-label': words.yourName,
    'aria-invalid': String(fault !== undefined),
    'aria-describedby': describedBy(id),
  });
  return markup`<input part="field"${input}>`;
}

function text(value: AnswerValue): string {
  return typeof value === 'string' ? value : '';
}
