/** One question of any type, with its title, its hint and what is wrong with its answer. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Question } from '../../protocol/question.ts';
import { filled } from '../strings/index.ts';
import { choiceQuestion } from './choices.ts';
import { fieldQuestion } from './fields.ts';
import type { Kind, QuestionState } from './kinds/kind.ts';
import { kindOf, loaded } from './kinds/index.ts';
import { scaleQuestion } from './scale.ts';
import type { Ui } from './ui.ts';

/** What can be seen. */
type Shown = Exclude<Question, { type: 'hidden' }>;

export function questionView(question: Shown, state: QuestionState, ui: Ui): TemplateResult {
  const { id, type } = question;
  const kind = loaded[kindOf(question)];
  const frame = kind?.frame ?? frameOf(type);
  const heading = headingOf(question, state, ui);
  const said = hintOf(question, kind, ui);
  const hint = html`<p part="description" class="hint" id="${id}-hint" ?hidden=${!said}>
    ${said}
  </p>`;
  const fault = html`<p part="error" class="fault" id="${id}-fault">${state.fault ?? nothing}</p>`;
  const classes = `question ${type} ${state.fault === undefined ? '' : 'faulty'}`;
  const controls = kind ? kind.view(question, state, ui) : body(question, state, ui);
  if (frame === 'plain') {
    return html`<div part="question" class=${classes}>${heading}${hint}${controls}</div>`;
  }
  if (frame === 'field') {
    return html`<div part="question" class=${classes}>
      <label for=${id}>${heading}</label>${hint}${controls}${fault}
    </div>`;
  }
  const isRadio = frame === 'radiogroup';
  return html`<fieldset
    part="question"
    class=${classes}
    role=${isRadio ? frame : nothing}
    aria-required=${isRadio ? isRequired(question) : nothing}
    aria-invalid=${isRadio ? state.fault !== undefined : nothing}
    aria-describedby="${id}-hint ${id}-fault"
  >
    <legend>${heading}</legend>
    ${hint}${controls}${fault}
  </fieldset>`;
}

function frameOf(type: string): Kind['frame'] {
  if (type === 'text' || type === 'email') return 'field';
  if (type === 'statement') return 'plain';
  return type === 'multiple' ? 'group' : 'radiogroup';
}

export function isRequired(question: Question): boolean {
  return 'required' in question && question.required === true;
}

/** Takes the focus when the screen has changed. */
function headingOf(
  question: Shown,
  { isAlone }: QuestionState,
  { rich, strings }: Ui,
): TemplateResult {
  const isOptional = !isAlone && !/statement|link/.test(question.type) && !isRequired(question);
  const optional = isOptional ? html` <small>${strings.optional}</small>` : nothing;
  return html`<h2 part="title" tabindex="-1">${rich(question.title)}${optional}</h2>`;
}

function hintOf(question: Shown, kind: Kind | undefined, ui: Ui): unknown {
  if (question.description !== undefined) return ui.rich(question.description);
  if (question.type !== 'multiple') return kind?.hint?.(question, ui);
  const { max } = question;
  const { several, severalMax } = ui.strings;
  return max === undefined ? several : filled(severalMax, { n: max }, ui.lang);
}

/** Of the types that come with the script. */
function body(
  question: Shown,
  { value, fault }: QuestionState,
  ui: Ui,
): TemplateResult | typeof nothing {
  switch (question.type) {
    case 'nps':
    case 'csat':
    case 'ces':
    case 'rating':
      return scaleQuestion(question, value, ui);
    case 'single':
    case 'multiple':
      return choiceQuestion(question, value, ui);
    case 'text':
    case 'email':
      return fieldQuestion(question, { value, isWrong: fault !== undefined }, ui);
    default:
      return nothing;
  }
}
