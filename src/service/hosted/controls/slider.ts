/**
 * A number, or two. A native slider always stands somewhere: without script nobody could tell whether it was
 * touched, so that the number is typed.
 */
import { writtenNumber } from '../../../engine/written-number.ts';
import type { AnswerValue, QuestionOf } from '../../../protocol/index.ts';
import { attributes, markup } from '../html.ts';
import type { Html } from '../html.ts';
import type { Speech } from '../speech.ts';
import { describedBy, partName } from './control.ts';
import type { ControlState } from './control.ts';
import { numberLook } from './fields.ts';

type Slider = QuestionOf<'slider'>;

export function sliderControls(question: Slider, state: ControlState, speech: Speech): Html {
  const { id, min, max, range, labels, title } = question;
  const { say, words } = speech;
  const field = (name: string, value: AnswerValue, label: string): Html => {
    const input = attributes({
      ...numberLook({ min, step: question.step ?? 1 }),
      name,
      value: writtenNumber(value, speech.lang) || undefined,
      autocomplete: 'off',
      placeholder: ' ',
      'aria-label': label,
      'aria-invalid': String(state.fault !== undefined),
      'aria-describedby': describedBy(id),
    });
    return markup`<input part="field"${input}>`;
  };
  const { from, to } = endsIn(state.value);
  const fields =
    range === true
      ? markup`${field(partName(id, 'from'), from, words.from)}<span aria-hidden="true">–</span>${field(partName(id, 'to'), to, words.to)}`
      : field(id, state.value, say(title));
  const low = labels ? `${written(min, question, speech)} · ${say(labels.low)}` : undefined;
  const high = labels ? `${written(max, question, speech)} · ${say(labels.high)}` : undefined;
  return markup`<div part="slider" class="track typed"><div class="numbers">${fields}</div><p class="ends"><span>${low ?? written(min, question, speech)}</span><span>${high ?? written(max, question, speech)}</span></p></div>`;
}

/** Of two numbers, or of what was typed in their places. */
function endsIn(value: AnswerValue): { readonly from: AnswerValue; readonly to: AnswerValue } {
  if (Array.isArray(value)) return { from: value[0] as number, to: value[1] as number };
  const { from = null, to = null } = (value ?? {}) as Readonly<Record<string, string>>;
  return { from, to };
}

function written(value: number, { unit }: Slider, { lang, say }: Speech): string {
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 20 }).format(value);
  return unit === undefined ? number : `${number}\u00a0${say(unit)}`;
}
