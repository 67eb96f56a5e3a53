/** Points in a row: recommendation, stars, numbers, smileys. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';

import type { AnswerValue } from '../../protocol/response.ts';
import type { QuestionOf } from '../../protocol/survey.ts';
import { filled } from '../strings/index.ts';
import { smiley, star } from './icons.ts';
import { radio } from './radio.ts';
import type { Ui } from './ui.ts';

type ScaleQuestion = QuestionOf<'nps'> | QuestionOf<'rating'>;

export function scaleQuestion(
  question: ScaleQuestion,
  chosen: AnswerValue,
  ui: Ui,
): TemplateResult {
  const { id, type, labels } = question;
  const shape = type === 'nps' ? 'numbers' : question.shape;
  const values = type === 'nps' ? upTo(11) : upTo(question.scale).map((value) => value + 1);
  const total = values.length;
  const ends = labels && [ui.say(labels.low), ui.say(labels.high)];
  // More than five stand in two rows where it is narrow.
  const rows = total > 5 ? `two-rows few${Math.ceil(total / 2)}` : '';
  return html`<div part="scale" class="scale ${shape} ${rows}">
      ${values.map((value, index) => {
        const end = index === 0 ? ends?.[0] : index === total - 1 ? ends?.[1] : undefined;
        const { name, face } = pointOf(shape, value, total, ui);
        const spoken = [name || (end === undefined ? '' : value), end].filter(Boolean).join(', ');
        const isFilled = shape === 'stars' && typeof chosen === 'number' && value <= chosen;
        return html`<label part="option" class="point${isFilled ? ' filled' : ''}">
          ${radio(id, value, chosen, spoken, ui)}<span class="face">${face}</span>
        </label>`;
      })}
    </div>
    ${
      ends &&
      html`<p class="ends" aria-hidden="true"><span>${ends[0]}</span><span>${ends[1]}</span></p>`
    }`;
}

interface Point {
  /** What a screen reader says; empty: what is seen. */
  readonly name: string;
  readonly face: TemplateResult | number;
}

function pointOf(shape: string, value: number, total: number, { strings }: Ui): Point {
  if (shape === 'stars') return { name: filled(strings.ofScale, { n: value, total }), face: star };
  if (shape !== 'smileys') return { name: '', face: value };
  const mood = Math.round(((value - 1) * 4) / (total - 1));
  return { name: strings.smileys.split('|')[mood] ?? '', face: smiley(mood) };
}

function upTo(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
