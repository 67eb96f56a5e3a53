/** Single fields with a keyboard of their own: telephone, web address, number, date, time, counted text. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { numberOf, writtenNumber } from '../../../engine/written-number.ts';
import type { later, Plural } from '../../../protocol/words/en.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { wordsOf } from '../../strings/index.ts';
import { css } from '../../styles/css.ts';
import { fieldQuestion } from '../fields.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

const words: Pick<typeof later, 'charactersLeft'> = {
  charactersLeft: { one: '{n} character left', other: '{n} characters left' },
};

const styles = css`
  .with-unit {
    display: flex;
    align-items: baseline;
    gap: 10px;
  }
  .with-unit [part='field'] {
    max-width: 16em;
  }
  input.moment {
    min-height: 48px;
    max-width: 16em;
    min-width: 0;
  }
  .moment::-webkit-date-and-time-value {
    text-align: start;
  }
  .left {
    font-size: 0.875em;
    color: var(--muted);
    text-align: end;
  }
  .left.few {
    font-weight: 650;
    color: inherit;
  }
`;

type Typed = QuestionOf<'phone'> | QuestionOf<'url'> | QuestionOf<'number'>;
type Moment = QuestionOf<'date'> | QuestionOf<'time'>;

interface Look {
  readonly type: 'tel' | 'url' | 'text' | 'date' | 'time';
  readonly value: string;
  readonly mode?: string;
  readonly autocomplete?: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

function field(
  question: Typed | Moment,
  { fault }: QuestionState,
  look: Look,
  ui: Ui,
  read: (text: string) => string | number,
): TemplateResult {
  const { id, required } = question;
  const hint = 'placeholder' in question && question.placeholder;
  const isMoment = look.type === 'date' || look.type === 'time';
  return html`<input
    part="field"
    class=${isMoment ? 'moment' : ''}
    id=${id}
    type=${look.type}
    inputmode=${look.mode ?? nothing}
    autocomplete=${look.autocomplete ?? 'off'}
    placeholder=${hint ? ui.say(hint) : nothing}
    min=${look.min ?? nothing}
    max=${look.max ?? nothing}
    aria-required=${required === true}
    aria-invalid=${fault !== undefined}
    aria-describedby="${id}-hint ${id}-fault"
    .value=${look.value}
    @input=${({ target }: Event) => ui.type(id, read((target as HTMLInputElement).value))}
    @change=${ui.commit}
  />`;
}

const asText = (text: string): string => text;

function written({ value }: QuestionState): string {
  return typeof value === 'string' ? value : '';
}

function phone(question: QuestionOf<'phone'>, state: QuestionState, ui: Ui): TemplateResult {
  const value = written(state);
  return field(question, state, { type: 'tel', autocomplete: 'tel', value }, ui, asText);
}

function url(question: QuestionOf<'url'>, state: QuestionState, ui: Ui): TemplateResult {
  const value = written(state);
  return field(question, state, { type: 'url', autocomplete: 'url', value }, ui, asText);
}

/**
 * A text field with a number keyboard: a field of type `number` changes by the mouse wheel, hides what it
 * cannot read, and takes one decimal sign only (whatwg/html#4275). What is typed stays as it is typed.
 */
function number(question: QuestionOf<'number'>, state: QuestionState, ui: Ui): TemplateResult {
  const { min = -1, step = 0, unit } = question;
  const isWhole = Number.isInteger(step) && step > 0;
  // A phone's number keyboard lacks the minus sign.
  const mode = min < 0 ? 'text' : isWhole ? 'numeric' : 'decimal';
  const typed = typeof state.note === 'string' ? state.note : writtenNumber(state.value, ui.lang);
  const read = (text: string): string | number => {
    ui.note(question.id, text);
    return numberOf(text);
  };
  const input = field(question, state, { type: 'text', mode, value: typed }, ui, read);
  return unit === undefined
    ? input
    : html`<div class="with-unit">${input}<span>${ui.say(unit)}</span></div>`;
}

function date(question: QuestionOf<'date'>, state: QuestionState, ui: Ui): TemplateResult {
  const limit = (day: string | undefined): string | undefined =>
    day === 'today' ? localToday() : day;
  const { min, max } = question;
  const value = written(state);
  const look: Look = { type: 'date', value, min: limit(min), max: limit(max) };
  return field(question, state, look, ui, asText);
}

/** For the picker only; the verdict goes by the day that the service has named. */
function localToday(): string {
  // Swedes write it as ISO 8601 does.
  return new Intl.DateTimeFormat('sv').format(new Date());
}

function time(question: QuestionOf<'time'>, state: QuestionState, ui: Ui): TemplateResult {
  const { min, max } = question;
  // Browsers may add seconds to a time that a limit makes odd.
  const read = (text: string): string => text.slice(0, 5);
  const look: Look = { type: 'time', value: written(state), min, max };
  return field(question, state, look, ui, read);
}

/** Said aloud only near the end: a number after every letter would drown the letters. */
const FEW = 20;

function counter(question: QuestionOf<'text'>, state: QuestionState, ui: Ui): TemplateResult {
  const { maxLength = 0 } = question;
  const { value, fault } = state;
  const left = maxLength - written(state).trim().length;
  const said = counted(wordsOf(words, ui).charactersLeft, left, ui.lang);
  return html`${fieldQuestion(question, { value, isWrong: fault !== undefined }, ui)}
    <p part="counter" class="left ${left <= FEW ? 'few' : ''}" aria-hidden="true">${said}</p>
    <p class="unseen" role="status">${left <= FEW ? said : ''}</p>`;
}

function counted(forms: Plural, n: number, lang: string): string {
  const form = forms[new Intl.PluralRules(lang).select(n)] ?? forms.other;
  return form.replace('{n}', new Intl.NumberFormat(lang).format(n));
}

export const kinds: Kinds = {
  phone: { frame: 'field', view: phone, styles },
  url: { frame: 'field', view: url, styles },
  number: { frame: 'field', view: number, styles },
  date: { frame: 'field', view: date, styles },
  time: { frame: 'field', view: time, styles },
  counter: { frame: 'field', view: counter, styles, words },
};
