/** One question of any type, with its title, its hint and what is wrong with its answer. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

import type { AnswerValue } from '../../protocol/response.ts';
import type { Question } from '../../protocol/survey.ts';
import { filled } from '../strings/index.ts';
import { multipleQuestion, singleQuestion } from './choices.ts';
import { fieldQuestion } from './fields.ts';
import { scaleQuestion } from './scale.ts';
import type { Ui } from './ui.ts';

export interface QuestionState {
  readonly value: AnswerValue;
  /** What is wrong with it, in words. */
  readonly fault: string | undefined;
  /** Beside others it says when it may be left out; alone it has a button for that. */
  readonly isAlone: boolean;
}

export function questionView(question: Question, state: QuestionState, ui: Ui): TemplateResult {
  const { id } = question;
  const heading = headingOf(question, state, ui);
  const hint = html`<p part="description" class="hint" id="${id}-hint">
    ${hintOf(question, ui) || nothing}
  </p>`;
  const fault = html`<p part="error" class="fault" id="${id}-fault">${state.fault ?? nothing}</p>`;
  if (question.type === 'statement') {
    return html`<div part="question" class="question statement">${heading}${hint}</div>`;
  }
  const classes = state.fault === undefined ? 'question' : 'question faulty';
  if (question.type === 'text' || question.type === 'email') {
    return html`<div part="question" class=${classes}>
      <label for=${id}>${heading}</label>${hint}${body(question, state, ui)}${fault}
    </div>`;
  }
  const isRadio = question.type !== 'multiple';
  return html`<fieldset
    part="question"
    class=${classes}
    role=${isRadio ? 'radiogroup' : nothing}
    aria-required=${isRadio ? question.required === true : nothing}
    aria-invalid=${isRadio ? state.fault !== undefined : nothing}
    aria-describedby="${id}-hint ${id}-fault"
  >
    <legend>${heading}</legend>
    ${hint}${body(question, state, ui)}${fault}
  </fieldset>`;
}

/** Takes the focus when the screen has changed. */
function headingOf(
  question: Question,
  { isAlone }: QuestionState,
  { say, strings }: Ui,
): TemplateResult {
  const isOptional = question.type !== 'statement' && question.required !== true && !isAlone;
  const optional = isOptional ? html` <small>${strings.optional}</small>` : nothing;
  return html`<h2 part="title" tabindex="-1">${say(question.title)}${optional}</h2>`;
}

function hintOf(question: Question, { say, strings }: Ui): string {
  if (question.description !== undefined) return say(question.description);
  if (question.type !== 'multiple') return '';
  const { max } = question;
  return max === undefined ? strings.several : filled(strings.severalMax, { n: max });
}

function body(
  question: Exclude<Question, { type: 'statement' }>,
  { value, fault }: QuestionState,
  ui: Ui,
): TemplateResult {
  switch (question.type) {
    case 'nps':
    case 'rating':
      return scaleQuestion(question, value, ui);
    case 'single':
      return singleQuestion(question, value, ui);
    case 'multiple':
      return multipleQuestion(question, value, ui);
    case 'text':
    case 'email':
      return fieldQuestion(question, { value, isWrong: fault !== undefined }, ui);
  }
}
