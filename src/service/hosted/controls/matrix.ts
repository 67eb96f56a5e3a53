/** Rows by columns: a group of native buttons for each row. */
import type { QuestionOf } from '../../../protocol/index.ts';
import { attributes, markup } from '../html.ts';
import type { Html } from '../html.ts';
import type { Speech } from '../speech.ts';
import { partName } from './control.ts';
import type { ControlState } from './control.ts';

/** More columns than these are a stack everywhere, as in the widget. */
const COLUMNS_IN_GRID = 7;

type Matrix = QuestionOf<'matrix'>;
type Rows = Readonly<Record<string, string | readonly string[]>>;

export function matrixControls(question: Matrix, state: ControlState, speech: Speech): Html {
  const { rows, columns } = question;
  const heads = columns.map(({ label }) => markup`<span>${speech.say(label)}</span>`);
  const grid = columns.length <= COLUMNS_IN_GRID ? 'grid' : '';
  return markup`<div part="matrix" class="cross ${grid}"><div class="columns" aria-hidden="true"><span></span><div>${heads}</div></div>${rows.map((row) => rowView(question, row, state, speech))}</div>`;
}

function rowView(
  { id, columns, multiple, required }: Matrix,
  row: Matrix['rows'][number],
  { value, fault }: ControlState,
  { say }: Speech,
): Html {
  const chosen = ((value ?? {}) as Rows)[row.id];
  const isMultiple = multiple === true;
  const isLacking = fault !== undefined && chosen === undefined;
  const group = attributes({
    class: `row ${isLacking ? 'lacking' : ''}`,
    role: isMultiple ? 'group' : 'radiogroup',
    'aria-labelledby': `${id}-${row.id}`,
    'aria-required': isMultiple ? undefined : String(required === true),
    'aria-invalid': isMultiple ? undefined : String(isLacking),
    'aria-describedby': `${id}-fault`,
  });
  const cells = columns.map((column) => {
    const input = attributes({
      type: isMultiple ? 'checkbox' : 'radio',
      name: partName(id, row.id),
      value: column.id,
      checked: isMultiple ? chosen?.includes(column.id) === true : chosen === column.id,
    });
    return markup`<label part="option"><input${input}><span class="face"><span class="mark ${isMultiple ? 'box' : 'dot'}"></span><span>${say(column.label)}</span></span></label>`;
  });
  return markup`<div part="row"${group}><span id="${id}-${row.id}">${say(row.label)}</span><div class="cells">${cells}</div></div>`;
}
