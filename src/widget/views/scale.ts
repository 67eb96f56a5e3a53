/** Points in a row: recommendation, stars, numbers, smileys. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

import type { AnswerValue } from '../../protocol/response.ts';
import type { QuestionOf } from '../../protocol/survey.ts';
import { filled } from '../strings/index.ts';
import { smiley, star } from './icons.ts';
import { radio } from './radio.ts';
import type { Ui } from './ui.ts';

type ScaleQuestion = QuestionOf<'nps'> | QuestionOf<'rating'>;

interface Point {
  readonly value: number;
  /** What a screen reader says; empty: what is seen. */
  readonly name: string;
  readonly face: TemplateResult | number;
}

export function npsQuestion(
  question: QuestionOf<'nps'>,
  value: AnswerValue,
  ui: Ui,
): TemplateResult {
  const points = upTo(11).map((_, index) => ({ value: index, name: '', face: index }));
  return scale(question, points, 'numbers', value, ui);
}

export function ratingQuestion(
  question: QuestionOf<'rating'>,
  value: AnswerValue,
  ui: Ui,
): TemplateResult {
  const { shape, scale: total } = question;
  const points = upTo(total).map((_, index) => point(shape, index, total, ui));
  return scale(question, points, shape, value, ui);
}

function point(
  shape: QuestionOf<'rating'>['shape'],
  index: number,
  total: number,
  { strings }: Ui,
): Point {
  const value = index + 1;
  if (shape === 'numbers') return { value, name: '', face: value };
  if (shape === 'stars')
    return { value, name: filled(strings.ofScale, { n: value, total }), face: star };
  const mood = Math.round((index * 4) / (total - 1));
  return { value, name: strings.smileys.split('|')[mood] ?? '', face: smiley(mood) };
}

function scale(
  question: ScaleQuestion,
  points: readonly Point[],
  shape: string,
  chosen: AnswerValue,
  ui: Ui,
): TemplateResult {
  const { id, labels } = question;
  const ends = labels === undefined ? [] : [ui.say(labels.low), ui.say(labels.high)];
  return html`<div part="scale" class="scale ${shape} n${points.length}">
      ${points.map(({ value, name, face }, index) => {
        const end = index === 0 ? ends[0] : index === points.length - 1 ? ends[1] : undefined;
        const spoken = [name || (end === undefined ? '' : value), end].filter(Boolean).join(', ');
        const isFilled = shape === 'stars' && typeof chosen === 'number' && value <= chosen;
        return html`<label part="option" class="point${isFilled ? ' filled' : ''}">
          ${radio(id, value, chosen, spoken, ui)}<span class="face">${face}</span>
        </label>`;
      })}
    </div>
    ${
      ends.length === 0
        ? nothing
        : html`<p class="ends" aria-hidden="true">
            <span>${ends[0]}</span><span>${ends[1]}</span>
          </p>`
    }`;
}

function upTo(length: number): readonly undefined[] {
  return Array.from<undefined>({ length });
}
