/** A number, or two, on a line. Native sliders: keys, touch and screen readers know them. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { slider as words } from '../../../protocol/words/en/kinds/slider.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { wordsOf } from '../../strings/index.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

const styles = css`
  .track {
    margin-top: 12px;
  }
  .track output {
    display: block;
    min-height: 1.6em;
    font-size: 1.5em;
    font-weight: 650;
    line-height: 1.6;
    font-variant-numeric: tabular-nums;
    text-align: center;
  }
  .track output.untouched {
    font-size: 1em;
    font-weight: 400;
    line-height: 2.4;
    color: var(--muted);
  }
  .track.two {
    display: grid;
    grid-template-columns: auto 1fr;
    column-gap: 12px;
  }
  .track output,
  .track label {
    grid-column: 1 / -1;
  }
  .track label {
    display: grid;
    grid-template-columns: subgrid;
    align-items: center;
    font-size: 0.875em;
    color: var(--muted);
  }
  .two .ends {
    grid-column: 2;
    margin: 0;
  }
  .track input {
    display: block;
    width: 100%;
    height: 44px;
    accent-color: var(--accent);
    cursor: pointer;
  }
  .track input.untouched {
    filter: grayscale(1);
  }
  .track input:focus-visible {
    border-radius: var(--small-radius);
  }
`;

type Slider = QuestionOf<'slider'>;

function view(question: Slider, { value, fault }: QuestionState, ui: Ui): TemplateResult {
  const { id, min, max, range, labels } = question;
  const said = wordsOf(words, ui);
  const pair = range === true && Array.isArray(value) ? (value as readonly number[]) : undefined;
  const [low = min, high = max] = pair ?? [];
  const text =
    pair !== undefined
      ? `${written(low, question, ui)} – ${written(high, question, ui)}`
      : typeof value === 'number'
        ? written(value, question, ui)
        : undefined;
  const one = (at: number, name: string | undefined, put: (at: number) => void): TemplateResult =>
    thumb(question, { at, name, put, isSet: text !== undefined, isWrong: fault !== undefined }, ui);
  const sliders =
    range === true
      ? [
          one(low, said.from, (at) => ui.type(id, [Math.min(at, high), high])),
          one(high, said.to, (at) => ui.type(id, [low, Math.max(at, low)])),
        ]
      : one(typeof value === 'number' ? value : middle(question), undefined, (at) =>
          ui.type(id, at),
        );
  return html`<div part="slider" class="track ${range === true ? 'two' : ''}">
    <output part="value" class=${text === undefined ? 'untouched' : ''} aria-hidden="true"
      >${text ?? said.untouched}</output
    >
    ${sliders}
    <p class="ends" aria-hidden="true">
      <span>${labels ? ui.say(labels.low) : written(min, question, ui)}</span>
      <span>${labels ? ui.say(labels.high) : written(max, question, ui)}</span>
    </p>
  </div>`;
}

interface Thumb {
  readonly at: number;
  readonly name: string | undefined;
  readonly put: (at: number) => void;
  /** Before somebody has touched it, where it stands is no answer. */
  readonly isSet: boolean;
  readonly isWrong: boolean;
}

function thumb(question: Slider, state: Thumb, ui: Ui): TemplateResult {
  const { id, min, max, step = 1, title } = question;
  const { at, name, put, isSet, isWrong } = state;
  const read = ({ currentTarget }: Event): void => {
    const input = currentTarget as HTMLInputElement;
    put(input.valueAsNumber);
    // One thumb does not pass the other: it is put back at once, drawn or not.
    if (name !== undefined) queueMicrotask(() => (input.value = String(limited(input, question))));
  };
  // Touched and left where it stood: that is an answer, and makes no `input` event.
  const touched = (event: Event): void => {
    if (!isSet) read(event);
    ui.commit();
  };
  const input = html`<input
    type="range"
    class=${isSet ? '' : 'untouched'}
    min=${min}
    max=${max}
    step=${step}
    .value=${String(at)}
    aria-label=${name === undefined ? ui.say(title) : nothing}
    aria-valuetext=${isSet ? written(at, question, ui) : wordsOf(words, ui).untouched}
    aria-invalid=${isWrong}
    aria-describedby="${id}-hint ${id}-fault"
    @input=${read}
    @pointerup=${touched}
    @keyup=${(event: KeyboardEvent) => (event.key === ' ' ? touched(event) : undefined)}
    @change=${ui.commit}
  />`;
  return name === undefined ? input : html`<label><span>${name}</span>${input}</label>`;
}

function limited(input: HTMLInputElement, { min, max }: Slider): number {
  const inputs = [...(input.closest('.track')?.querySelectorAll('input') ?? [])];
  const [low = min, high = max] = inputs.map((one) => one.valueAsNumber);
  return input === inputs[0] ? Math.min(low, high) : Math.max(low, high);
}

function middle(question: Slider): number {
  const { min, max, step = 1 } = question;
  return min + Math.round((max - min) / 2 / step) * step;
}

function written(value: number, { unit }: Slider, ui: Ui): string {
  const number = new Intl.NumberFormat(ui.lang, { maximumFractionDigits: 20 }).format(value);
  return unit === undefined ? number : `${number}\u00a0${ui.say(unit)}`;
}

export const kinds: Kinds = { slider: { frame: 'group', view, styles, words } };
