/**
 * One of many: a combobox whose list is always open, so that nothing lies over anything, on a phone neither.
 * What stands in the field is the answer once something is chosen; typing takes that back.
 *
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Choice, QuestionOf } from '../../../protocol/question.ts';
import type { Ui } from '../ui.ts';
import type { QuestionState } from './kind.ts';
import { folded } from './matching.ts';
import { clear, countView, find, searchField, stepOf } from './search-field.ts';
import type { Search } from './search-field.ts';

export function combobox(
  question: QuestionOf<'single'>,
  state: QuestionState,
  ui: Ui,
): TemplateResult {
  const { id, choices, title } = question;
  const { say } = ui;
  const { query, at } = (state.note ?? { query: '' }) as Search;
  const chosen = choices.find((choice) => choice.id === state.value);
  const found = find(choices, chosen ? '' : query, ui);
  const { shown } = found;
  const active = at === undefined ? undefined : shown[at];
  const list = `${id}-list`;

  const choose = (choice: Choice): void => {
    ui.note(id, undefined);
    ui.choose(id, choice.id);
  };
  const type = (text: string): void => {
    if (chosen) ui.type(id, null);
    ui.note(id, text === '' ? undefined : { query: text, at: 0 });
  };
  const leave = (text: string): void => {
    const same = chosen ? [] : choices.filter(({ label }) => folded(say(label)) === folded(text));
    if (same[0] && same.length === 1) choose(same[0]);
    else ui.commit();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.isComposing || event.shiftKey) return;
    const to = stepOf(event, at ?? (chosen ? shown.indexOf(chosen) : -1), shown.length);
    if (to !== undefined) {
      ui.note(id, { query, at: to });
      listBeside(event)?.children[to]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && active) choose(active);
    else if (event.key === 'Escape' && (chosen || query)) clear(event, type);
    else if (event.key !== 'Enter' || query === '') return;
    event.preventDefault();
  };
  const text = chosen ? say(chosen.label) : query;
  const parts = { text, active: active ? `${list}-${at}` : '', type, leave, key };
  return html`<div class="search">
    ${searchField(question, state, found, parts, ui)}${countView(found, chosen ? '' : query, ui)}
    <ul
      role="listbox"
      part="choices"
      id=${list}
      class="results"
      tabindex="-1"
      aria-label=${say(title)}
      ?hidden=${shown.length === 0}
      @mousedown=${keepFocus}
    >
      ${shown.map(
        (choice, index) =>
          html`<li
            role="option"
            part="option"
            id="${list}-${index}"
            class=${index === at ? 'active' : ''}
            aria-selected=${choice === chosen}
            @click=${(event: Event) => {
              choose(choice);
              putAwayKeyboard(event);
            }}
          >
            ${say(choice.label)}
          </li>`,
      )}
    </ul>
  </div>`;
}

function listBeside({ currentTarget }: Event): Element | null | undefined {
  return (currentTarget as Element).closest('.search')?.querySelector('[role=listbox]');
}

/** A mouse in the list does not take the focus out of the field. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

/** On a phone, what comes next is behind it. */
function putAwayKeyboard({ currentTarget }: Event): void {
  if (!matchMedia('(pointer: coarse)').matches) return;
  (currentTarget as Element).closest('.search')?.querySelector('input')?.blur();
}
