/** Choices put in order: without script each is given its place. */
import type { AnswerValue, QuestionOf } from '../../../protocol/index.ts';
import { attributes, markup } from '../html.ts';
import type { Html } from '../html.ts';
import type { Speech } from '../speech.ts';
import { describedBy, partName } from './control.ts';
import type { ControlState } from './control.ts';

export function rankingControls(
  { id, choices, top = choices.length }: QuestionOf<'ranking'>,
  { value, fault }: ControlState,
  { say, lang }: Speech,
): Html {
  const places = placesIn(value);
  const numbers = Array.from({ length: Math.min(top, choices.length) }, (_, at) => at + 1);
  const rows = choices.map((choice) => {
    const label = say(choice.label);
    const select = attributes({
      name: partName(id, choice.id),
      'aria-label': label,
      'aria-invalid': String(fault !== undefined),
      'aria-describedby': describedBy(id),
    });
    const options = numbers.map(
      (place) =>
        markup`<option${attributes({ value: place, selected: places[choice.id] === String(place) })}>${place.toLocaleString(lang)}</option>`,
    );
    return markup`<li part="item"><div class="dropdown"><select part="field"${select}><option value="">–</option>${options}</select></div><span aria-hidden="true">${label}</span></li>`;
  });
  return markup`<ol part="ranking" class="ranks">${rows}</ol>`;
}

/** By choice, from an order or from places that make none. */
function placesIn(value: AnswerValue): Readonly<Record<string, string>> {
  if (!Array.isArray(value)) return (value ?? {}) as Record<string, string>;
  const order = value as readonly string[];
  return Object.fromEntries(order.map((choice, at) => [choice, String(at + 1)]));
}
