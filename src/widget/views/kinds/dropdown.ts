/** One of several choices in a list that the system opens: on a phone that is its own wheel or sheet. */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { dropdown as words } from '../../../protocol/words/en/kinds/dropdown.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { wordsOf } from '../../strings/index.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

/** The arrow is drawn, for a select without its native look has none. */
const styles = css`
  .dropdown {
    position: relative;
  }
  .dropdown::after {
    content: '';
    position: absolute;
    inset-block-start: calc(50% - 7px);
    inset-inline-end: 18px;
    width: 9px;
    height: 9px;
    border: solid var(--muted);
    border-width: 0 2px 2px 0;
    transform: rotate(45deg);
    pointer-events: none;
  }
  .dropdown select {
    min-height: 48px;
    margin-bottom: 0;
    padding-inline-end: 44px;
    font: inherit;
    font-size: max(16px, 1em);
    color: inherit;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .dropdown select.empty {
    color: var(--muted);
  }
  .dropdown option {
    color: var(--text);
    background: var(--surface);
  }
  .dropdown [aria-invalid='true'] {
    border-color: var(--danger);
  }
  @media (hover: hover) {
    .dropdown select:hover {
      border-color: var(--accent);
    }
  }
  @media (forced-colors: active) {
    .dropdown::after {
      border-color: ButtonText;
    }
  }
`;

function view(
  { id, choices, required }: QuestionOf<'single'>,
  { value, fault }: QuestionState,
  ui: Ui,
): TemplateResult {
  const choose = ({ currentTarget }: Event): void =>
    ui.choose(id, (currentTarget as HTMLSelectElement).value || null);
  // Told by the options: a value set on the list itself comes before there are any.
  return html`<div class="dropdown">
    <select
      part="field"
      id=${id}
      class=${value === null ? 'empty' : ''}
      aria-required=${required === true}
      aria-invalid=${fault !== undefined}
      aria-describedby="${id}-hint ${id}-fault"
      @change=${choose}
    >
      <option value="" .selected=${value === null}>${wordsOf(words, ui).choose}</option>
      ${choices.map(
        (choice) =>
          html`<option value=${choice.id} .selected=${value === choice.id}>
            ${ui.say(choice.label)}
          </option>`,
      )}
    </select>
  </div>`;
}

export const kinds: Kinds = { dropdown: { frame: 'field', view, styles, words } };
