/** Choices put in order: by dragging, or by the two buttons of each. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { ranking as words } from '../../../protocol/words/en/kinds/ranking.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { css } from '../../styles/css.ts';
import { filled, wordsOf } from '../../strings/index.ts';
import type { Ui } from '../ui.ts';
import { dragged } from './drag.ts';
import type { Kinds, QuestionState } from './kind.ts';

const styles = css`
  .ranks {
    display: grid;
    gap: 8px;
    margin: 16px 0 0;
    padding: 0;
    list-style: none;
  }
  .ranks li {
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
  .ranks .grip {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 12px;
    min-width: 0;
    min-height: 44px;
    padding-inline-end: 4px;
    cursor: grab;
  }
  .ranks .handle {
    flex: none;
    align-self: stretch;
    display: grid;
    place-items: center;
    width: 40px;
    margin-inline-end: -12px;
    touch-action: none;
  }
  .ranks .handle::before {
    content: '';
    width: 8px;
    height: 18px;
    background: radial-gradient(circle, var(--border) 1.5px, transparent 2px) 0 0 / 6px 6px;
    pointer-events: none;
  }
  .ranks .number {
    min-width: 1.4em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    color: var(--accent);
  }
  .ranks.open .number,
  .ranks .below .number {
    color: var(--muted);
    font-weight: 400;
  }
  .ranks .below {
    background: none;
  }
  .ranks ~ button {
    display: block;
    margin: 8px auto 0;
  }
  .ranks .line {
    margin-top: 14px;
  }
  .ranks button.icon {
    flex: none;
  }
  .ranks [aria-disabled='true'] {
    opacity: 0.3;
    cursor: default;
  }
  .ranks .lifted {
    position: relative;
    z-index: 1;
    box-shadow: 0 8px 24px #0003;
    border-color: var(--accent);
    cursor: grabbing;
  }
  @media (prefers-reduced-motion: no-preference) {
    .ranks.dragging li:not(.lifted) {
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
  // The button goes away, and with it would the focus.
  const keep = ({ currentTarget }: Event): void => {
    (currentTarget as Element).closest('fieldset')?.querySelector('ol')?.focus();
    put(order, order[0] ?? '');
  };
  const place = placeOf(noted?.moved, order, labels);
  return html`<ol part="ranking" class="ranks ${value === null ? 'open' : ''}" tabindex="-1">
      ${order.map((one, index) => row(one, index, { order, top, labels, said, move }))}
    </ol>
    <p class="unseen" role="status">${place ? filled(said.place, place, ui.lang) : ''}</p>
    ${
      value === null
        ? html`<button type="button" class="quiet" @click=${keep}>${said.keepOrder}</button>`
        : nothing
    }`;
}

/** Where an item has come to; undefined while none was moved. */
function placeOf(
  moved: string | undefined,
  order: readonly string[],
  labels: ReadonlyMap<string, string>,
): { readonly item: string; readonly n: number; readonly total: number } | undefined {
  const item = moved === undefined ? undefined : labels.get(moved);
  if (moved === undefined || item === undefined) return undefined;
  return { item, n: order.indexOf(moved) + 1, total: order.length };
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
  return html`<li part="item" class=${classes}>
    <div class="grip" @pointerdown=${drag}>
      <span class="handle"></span><span class="number">${place}</span><span>${label}</span>
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
