/**
 * Several of many: a field that filters, a list of boxes, and below it what is chosen, whatever the filter
 * hides. Below, so that no list moves under a finger.
 */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { search as words } from '../../../protocol/words/en/kinds/search.ts';
import type { Choice, QuestionOf } from '../../../protocol/question.ts';
import { filled, wordsOf } from '../../strings/index.ts';
import { closeIcon } from '../icons.ts';
import type { Ui } from '../ui.ts';
import type { QuestionState } from './kind.ts';
import { clear, countView, find, searchField, stepOf } from './search-field.ts';
import type { Search } from './search-field.ts';

export function checklist(
  question: QuestionOf<'multiple'>,
  state: QuestionState,
  ui: Ui,
): TemplateResult {
  const { id, choices, title } = question;
  const { query } = (state.note ?? { query: '' }) as Search;
  const chosen = (state.value ?? []) as readonly string[];
  const found = find(choices, query, ui);
  const { shown } = found;

  const choose = (isChosen: (choice: Choice) => boolean): void =>
    ui.choose(
      id,
      choices.filter(isChosen).map((choice) => choice.id),
    );
  // Read from the boxes themselves: two may have been ticked since this was drawn.
  const tick = (event: Event): void => {
    const boxes = boxesBeside(event);
    choose((choice) => {
      const index = shown.indexOf(choice);
      return index === -1 ? chosen.includes(choice.id) : boxes[index]?.checked === true;
    });
  };
  const type = (text: string): void => ui.note(id, text === '' ? undefined : { query: text });
  const key = (event: KeyboardEvent): void => {
    if (event.isComposing || event.shiftKey) return;
    const boxes = boxesBeside(event);
    const at = boxes.indexOf(event.target as HTMLInputElement);
    const to = stepOf(event, at, boxes.length);
    if (at === 0 && event.key === 'ArrowUp') fieldBeside(event)?.focus();
    else if (to !== undefined) boxes[to]?.focus();
    else if (event.key === 'Escape' && (query || at >= 0)) {
      clear(event, type);
      fieldBeside(event)?.focus();
    } else if (event.key === 'Enter' && query && at < 0) boxes[0]?.focus();
    else return;
    event.preventDefault();
  };
  return html`<div class="search">
    ${searchField(question, state, found, { text: query, type, leave: () => undefined, key }, ui)}
    ${countView(found, query, ui)}
    <div
      role="group"
      part="choices"
      id="${id}-list"
      class="results"
      aria-label=${ui.say(title)}
      ?hidden=${shown.length === 0}
      @keydown=${key}
    >
      ${shown.map(
        (choice) =>
          html`<label part="option" class="choice">
            <input type="checkbox" .checked=${chosen.includes(choice.id)} @change=${tick} /><span
              class="face"
              ><span class="mark box"></span>${ui.say(choice.label)}</span
            >
          </label>`,
      )}
    </div>
    ${chipsView(choices, chosen, (gone) => choose(({ id: one }) => one !== gone && chosen.includes(one)), ui)}
  </div>`;
}

/** Without keys on purpose: a removed chip's place, and with it the focus, goes to the next one. */
function chipsView(
  choices: readonly Choice[],
  chosen: readonly string[],
  remove: (id: string) => void,
  ui: Ui,
): TemplateResult | typeof nothing {
  const chips = choices.filter(({ id }) => chosen.includes(id));
  if (chips.length === 0) return nothing;
  const name = wordsOf(words, ui).remove;
  return html`<ul part="chips" class="chips">
    ${chips.map(({ id, label }, index) => {
      const text = ui.say(label);
      const press = (event: MouseEvent): void => {
        if (index === chips.length - 1) passFocus(event);
        remove(id);
      };
      return html`<li>
        <button
          part="chip"
          type="button"
          aria-label=${filled(name, { item: text })}
          @click=${press}
        >
          <span>${text}</span>${closeIcon}
        </button>
      </li>`;
    })}
  </ul>`;
}

/** The last chip goes: the focus, to the one before it, or to the field, unless that would open a keyboard. */
function passFocus(event: MouseEvent): void {
  const isByKey = event.detail === 0;
  const before = (event.currentTarget as Element).parentElement?.previousElementSibling;
  const next = before ? before.querySelector('button') : isByKey && fieldBeside(event);
  if (next) next.focus();
}

function fieldBeside({ currentTarget }: Event): HTMLInputElement | null | undefined {
  return (currentTarget as Element).closest('.search')?.querySelector('input');
}

function boxesBeside({ currentTarget }: Event): HTMLInputElement[] {
  const list = (currentTarget as Element).closest('.search')?.querySelectorAll('.results input');
  return [...(list ?? [])] as HTMLInputElement[];
}
