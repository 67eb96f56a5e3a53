/**
 * Rows by columns: a grid where there is room, a stack of small questions where there is none. One structure
 * for both, a group of native buttons for each row: what is seen differs, what is said does not.
 */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { QuestionOf } from '../../../protocol/question.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

/** More columns than these are a stack everywhere. */
const COLUMNS_IN_GRID = 7;

const styles = css`
  .cross {
    margin-top: 16px;
  }
  .cross .columns {
    display: none;
  }
  .cross .row {
    padding-block: 14px;
    border-top: 1px solid var(--line);
  }
  .cross .columns + .row {
    border-top: 0;
    padding-top: 0;
  }
  .cross .row > span {
    display: block;
    margin-bottom: 8px;
    font-weight: 650;
  }
  .cross .lacking > span {
    color: var(--danger);
  }
  .cross .cells {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 9em), 1fr));
    gap: 8px;
  }
  .cross .face {
    justify-content: flex-start;
    gap: 10px;
    height: 100%;
    padding: 8px 12px;
  }
  @container (min-width: 560px) {
    .cross.grid .row,
    .cross.grid .columns {
      display: grid;
      grid-template-columns: minmax(0, 2fr) minmax(0, var(--share, 5fr));
      align-items: center;
      gap: 0 12px;
      padding-block: 6px;
    }
    .cross.grid .columns {
      position: sticky;
      top: -8px;
      z-index: 1;
      background: var(--surface);
      font-size: 0.875em;
      color: var(--muted);
    }
    .cross.grid .columns > div,
    .cross.grid .cells {
      display: grid;
      grid-auto-flow: column;
      grid-template-columns: none;
      grid-auto-columns: minmax(0, 1fr);
      gap: 4px;
      text-align: center;
    }
    .cross.grid .row > span {
      margin: 0;
      font-weight: 400;
    }
    .cross.grid .face {
      justify-content: center;
      padding: 8px;
      background: none;
      border-color: transparent;
      box-shadow: none;
    }
    .cross.grid .face > span + span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;

type Rows = Readonly<Record<string, string | string[]>>;

function view(
  question: QuestionOf<'matrix'>,
  { value, fault }: QuestionState,
  ui: Ui,
): TemplateResult {
  const { id, rows, columns, multiple, required } = question;
  const chosen = (value ?? {}) as Rows;
  const isGrid = columns.length <= COLUMNS_IN_GRID;
  return html`<div part="matrix" class="cross ${isGrid ? 'grid' : ''}">
    <div class="columns" aria-hidden="true">
      <span></span>
      <div>${columns.map(({ label }) => html`<span>${ui.say(label)}</span>`)}</div>
    </div>
    ${rows.map((row) => {
      const isLacking = fault !== undefined && chosen[row.id] === undefined;
      return html`<div
        part="row"
        class="row ${isLacking ? 'lacking' : ''}"
        role=${multiple === true ? 'group' : 'radiogroup'}
        aria-labelledby="${id}-${row.id}"
        aria-required=${multiple === true ? nothing : required === true}
        aria-invalid=${multiple === true ? nothing : isLacking}
        aria-describedby="${id}-fault"
      >
        <span id="${id}-${row.id}">${ui.say(row.label)}</span>
        <div class="cells">
          ${columns.map((column) => cell(question, row.id, column, chosen, isLacking, ui))}
        </div>
      </div>`;
    })}
  </div>`;
}

function cell(
  { id, multiple, columns }: QuestionOf<'matrix'>,
  row: string,
  column: QuestionOf<'matrix'>['columns'][number],
  chosen: Rows,
  isLacking: boolean,
  ui: Ui,
): TemplateResult {
  const isMultiple = multiple === true;
  const before = chosen[row] ?? [];
  const choose = ({ currentTarget }: Event): void => {
    const { checked } = currentTarget as HTMLInputElement;
    const ticked = columns
      .map((one) => one.id)
      .filter((one) => (one === column.id ? checked : before.includes(one)));
    const { [row]: _before, ...others } = chosen;
    const here = isMultiple ? ticked : column.id;
    ui.choose(id, here.length === 0 ? others : { ...others, [row]: here });
  };
  return html`<label part="option">
    <input
      type=${isMultiple ? 'checkbox' : 'radio'}
      name="${id}.${row}"
      .checked=${isMultiple ? before.includes(column.id) : before === column.id}
      aria-invalid=${isMultiple ? isLacking : nothing}
      @change=${choose}
    /><span class="face"
      ><span class="mark ${isMultiple ? 'box' : 'dot'}"></span
      ><span>${ui.say(column.label)}</span></span
    >
  </label>`;
}

export const kinds: Kinds = { matrix: { frame: 'group', view, styles } };
