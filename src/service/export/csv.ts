/**
 * CSV (RFC 4180) that a spreadsheet may open: a text that would be a formula is given an apostrophe.
 * The unaltered text is in the NDJSON export.
 */

/**
 * What starts a formula, also in its full-width form, behind whatever a spreadsheet strips or splits at:
 * white space, quotes, byte order marks, separators.
 */
const FORMULA = /^[\s"'\u{FEFF}\u{200B}\u{2060},;|]*[=+\-@\t\r\n＝＋－＠]/u;

/** Quoted also for a semicolon or tab, at which spreadsheets of other countries split. */
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

export type Cell = string | number | boolean | null | undefined;

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Numbers stay numbers, the negative ones too. */
function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
