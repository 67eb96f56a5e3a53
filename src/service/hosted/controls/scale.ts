/** Points in a row: recommendation, satisfaction, effort, stars, numbers, smileys, thumbs. */
import type { QuestionOf } from '../../../protocol/index.ts';
import { filled } from '../../../protocol/words/counted.ts';
import { attributes, markup } from '../html.ts';
import type { Html } from '../html.ts';
import { smiley, star, thumbs } from '../icons.ts';
import type { Speech } from '../speech.ts';
import type { ControlState } from './control.ts';

type ScaleQuestion = QuestionOf<'nps' | 'csat' | 'ces' | 'rating'>;

/** What a type says of itself where the question is silent. */
interface Scale extends Pick<ScaleQuestion, 'id' | 'type' | 'labels'> {
  readonly shape?: string | undefined;
  readonly scale?: number | undefined;
}

export function scaleControls(
  question: ScaleQuestion,
  { value: chosen }: ControlState,
  speech: Speech,
): Html {
  const {
    id,
    type,
    labels,
    shape = type === 'csat' ? 'smileys' : 'numbers',
    scale,
  }: Scale = question;
  const total = scale ?? { nps: 11, csat: 5, ces: 7, rating: 0 }[type];
  const { say, words } = speech;
  const ends = labels
    ? [say(labels.low), say(labels.high)]
    : type === 'ces'
      ? words.agree.split('|')
      : undefined;
  // More than five stand in two rows where it is narrow.
  const rows = total > 5 ? `two-rows few${Math.ceil(total / 2)}` : '';
  const points = Array.from({ length: total }, (_, index) => {
    const value = type === 'nps' ? index : index + 1;
    const end = index === 0 ? ends?.[0] : index === total - 1 ? ends?.[1] : undefined;
    const { name, face } = pointOf(shape, value, total, speech);
    const spoken = end === undefined ? name : `${name || value}, ${end}`;
    const isFilled = shape === 'stars' && typeof chosen === 'number' && value <= chosen;
    const radio = attributes({
      name: id,
      value,
      checked: chosen === value,
      'aria-label': spoken || undefined,
    });
    return markup`<label part="option" class="point${isFilled ? ' filled' : ''}"><input type="radio"${radio}><span class="face">${face}</span></label>`;
  });
  const under =
    ends &&
    markup`<p class="ends" aria-hidden="true"><span>${ends[0]}</span><span>${ends[1]}</span></p>`;
  return markup`<div part="scale" class="scale ${shape} ${rows}">${points}</div>${under}`;
}

interface Point {
  /** What a screen reader says; empty: what is seen. */
  readonly name: string;
  readonly face: Html | number;
}

function pointOf(shape: string, value: number, total: number, { words, lang }: Speech): Point {
  if (shape === 'stars') {
    return { name: filled(words.ofScale, { n: value, total }, lang), face: star };
  }
  if (shape !== 'smileys' && shape !== 'thumbs') return { name: '', face: value };
  const name = words[shape].split('|')[value - 1] ?? '';
  return { name, face: (shape === 'thumbs' && thumbs[value - 1]) || smiley(value - 1) };
}
