/** Choices put in order: by dragging, or by the two buttons of each. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { kinds as english } from '../../../protocol/words/en.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { css } from '../../styles/css.ts';
import { filled, wordsOf } from '../../strings/index.ts';
import type { Ui } from '../ui.ts';
import { dragged } from './drag.ts';
import type { Kinds, QuestionState } from './kind.ts';

const words: typeof english.ranking = {
  rankHint: 'Drag into your order, or use the arrows.',
  moveUp: 'Move {item} up',
  moveDown: 'Move {item} down',
  place: '{item}: place {n} of {total}',
  keepOrder: 'Keep this order',
};

const styles = css`
  .ranking {
    display: grid;
    gap: 8px;
    margin: 16px 0 0;
    padding: 0;
    list-style: none;
  }
  .ranking li {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 52px;
    padding: 3px;
    border: 1px solid var(--line);
    border-radius: var(--small-radius);
    background: var(--control);
    user-select: none;
  }
  .ranking .grip {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 12px;
    min-width: 0;
    min-height: 44px;
    padding-inline: 10px 4px;
    cursor: grab;
    touch-action: none;
  }
  .ranking .grip::before {
    content: '';
    flex: none;
    width: 8px;
    height: 18px;
    background: radial-gradient(circle, var(--border) 1.5px, transparent 2px) 0 0 / 6px 6px;
  }
  .ranking .number {
    min-width: 1.4em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    color: var(--accent);
  }
  .ranking.open .number,
  .ranking .below .number {
    color: var(--muted);
    font-weight: 400;
  }
  .ranking .below {
    background: none;
  }
  .ranking .line {
    margin-top: 14px;
  }
  .ranking button.icon {
    flex: none;
  }
  .ranking [aria-disabled='true'] {
    opacity: 0.3;
    cursor: default;
  }
  .ranking .lifted {
    position: relative;
    z-index: 1;
    box-shadow: 0 8px 24px #0003;
    border-color: var(--accent);
    cursor: grabbing;
  }
  @media (prefers-reduced-motion: no-preference) {
    .ranking.dragging li:not(.lifted) {
      transition: transform 0.15s;
    }
  }
`;

const UP = 'M6 15l6-6 6 6';
const DOWN = 'M6 9l6 6 6-6';

/** What is remembered between two drawings: the whole order, for an answer may hold only its top. */
interface Note {
  readonly order: readonly string[];
  readonly moved: string;
}

function view(
  question: QuestionOf<'ranking'>,
  { value, note }: QuestionState,
  ui: Ui,
): TemplateResult {
  const { id, choices } = question;
  const all = choices.map((choice) => choice.id);
  const ranked = Array.isArray(value) ? (value as readonly string[]) : [];
  const noted = note as Note | undefined;
  const order = noted?.order ?? [...ranked, ...all.filter((one) => !ranked.includes(one))];
  const top = question.top ?? all.length;
  const said = wordsOf(words, ui);
  const labels = new Map(choices.map((choice) => [choice.id, ui.say(choice.label)]));
  const put = (next: readonly string[], moved: string): void => {
    ui.note(id, { order: next, moved } satisfies Note);
    ui.choose(id, next.slice(0, top));
  };
  const move = (from: number, to: number): void => {
    const moved = order[from];
    if (moved === undefined || to < 0 || to >= order.length) return;
    const rest = order.filter((one) => one !== moved);
    put([...rest.slice(0, to), moved, ...rest.slice(to)], moved);
  };
  const item = noted?.moved ?? '';
  const place = { item: labels.get(item) ?? '', n: order.indexOf(item) + 1, total: order.length };
  return html`<ol class="ranking ${value === null ? 'open' : ''}">
      ${order.map((one, index) => row(one, index, { order, top, labels, said, move }))}
    </ol>
    <p class="unseen" role="status">${noted ? filled(said.place, place) : ''}</p>
    ${
      value === null
        ? html`<button type="button" class="quiet" @click=${() => put(order, '')}>
            ${said.keepOrder}
          </button>`
        : nothing
    }`;
}

interface List {
  readonly order: readonly string[];
  readonly top: number;
  readonly labels: ReadonlyMap<string, string>;
  readonly said: typeof words;
  readonly move: (from: number, to: number) => void;
}

function row(one: string, index: number, list: List): TemplateResult {
  const { order, top, labels, move } = list;
  const label = labels.get(one) ?? '';
  const drag = (event: PointerEvent): void => dragged(event, (to) => move(index, to));
  const place = index < top ? index + 1 : '–';
  const classes = `${index >= top ? 'below' : ''} ${index === top ? 'line' : ''}`;
  return html`<li class=${classes}>
    <div class="grip" @pointerdown=${drag}>
      <span class="number">${place}</span><span>${label}</span>
    </div>
    ${arrow(UP, filled(list.said.moveUp, { item: label }), index > 0, (button) =>
      moveByButton(button, index, index - 1, move),
    )}
    ${arrow(DOWN, filled(list.said.moveDown, { item: label }), index < order.length - 1, (button) =>
      moveByButton(button, index, index + 1, move),
    )}
  </li>`;
}

/** Not `disabled` at the ends: the focus would be lost when an item arrives there. */
function arrow(
  path: string,
  name: string,
  isPossible: boolean,
  press: (button: HTMLElement) => void,
): TemplateResult {
  return html`<button
    type="button"
    class="icon"
    aria-label=${name}
    aria-disabled=${!isPossible}
    @click=${({ currentTarget }: Event) => press(currentTarget as HTMLElement)}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>
  </button>`;
}

/** The focus goes along with the item: rows stay where they are, and are filled anew. */
function moveByButton(button: HTMLElement, from: number, to: number, move: List['move']): void {
  const row = button.closest('li');
  const buttons = [...(row?.querySelectorAll('button') ?? [])];
  const target = row?.parentElement?.children[to];
  move(from, to);
  const nth = buttons.indexOf(button as HTMLButtonElement);
  target?.querySelectorAll('button')[nth]?.focus();
}

export const kinds: Kinds = {
  ranking: {
    frame: 'group',
    view,
    hint: (_question, ui) => wordsOf(words, ui).rankHint,
    styles,
    words,
  },
};
