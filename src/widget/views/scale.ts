/** Points in a row: recommendation, satisfaction, effort, stars, numbers, smileys, thumbs. */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { AnswerValue } from '../../protocol/response.ts';
import type { QuestionOf } from '../../protocol/question.ts';
import { filled } from '../strings/index.ts';
import { smiley, star, thumbs } from './icons.ts';
import { radio } from './radio.ts';
import type { Ui } from './ui.ts';

type ScaleQuestion = QuestionOf<'nps' | 'csat' | 'ces' | 'rating'>;

/** What a type says of itself where the question is silent. */
interface Scale extends Pick<ScaleQuestion, 'id' | 'type' | 'labels'> {
  readonly shape?: string | undefined;
  readonly scale?: number | undefined;
}

export function scaleQuestion(
  question: ScaleQuestion,
  chosen: AnswerValue,
  ui: Ui,
): TemplateResult {
  const {
    id,
    type,
    labels,
    shape = type === 'csat' ? 'smileys' : 'numbers',
    scale,
  }: Scale = question;
  const total = scale ?? { nps: 11, csat: 5, ces: 7, rating: 0 }[type];
  const { say, strings } = ui;
  const ends = labels
    ? [say(labels.low), say(labels.high)]
    : type === 'ces'
      ? strings.agree.split('|')
      : undefined;
  // More than five stand in two rows where it is narrow.
  const rows = total > 5 ? `two-rows few${Math.ceil(total / 2)}` : '';
  return html`<div part="scale" class="scale ${shape} ${rows}">
      ${Array.from({ length: total }, (_, index) => {
        const value = type === 'nps' ? index : index + 1;
        const end = index === 0 ? ends?.[0] : index === total - 1 ? ends?.[1] : undefined;
        const { name, face } = pointOf(shape, value, total, ui);
        const spoken = end === undefined ? name : `${name || value}, ${end}`;
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

function pointOf(shape: string, value: number, total: number, { strings, lang }: Ui): Point {
  if (shape === 'stars') {
    return { name: filled(strings.ofScale, { n: value, total }, lang), face: star };
  }
  if (shape !== 'smileys' && shape !== 'thumbs') return { name: '', face: value };
  const name = strings[shape].split('|')[value - 1] ?? '';
  return { name, face: (shape === 'thumbs' && thumbs[value - 1]) || smiley(value - 1) };
}
