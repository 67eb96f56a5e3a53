/** CSV as people have it: with a mark at its beginning, semicolons or tabs, quotes, empty lines. */
import { parse } from 'csv-parse/sync';

export interface CsvRecord {
  readonly cells: readonly string[];
  /** As it stands in the text, with what ends it, and with empty lines before it. */
  readonly raw: string;
  /** Where it begins and ends, counted from 1. */
  readonly line: number;
  readonly lastLine: number;
}

interface Parsed {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** @throws CsvError */
export function csvRecords(csv: string): CsvRecord[] {
  const records = parse(csv, {
    bom: true,
    delimiter: delimiterOf(csv),
    info: true,
    raw: true,
    relax_column_count_less: true,
    skip_empty_lines: true,
  }) as unknown as Parsed[];
  return records.map(({ record, raw, info: { lines } }) => ({
    cells: record,
    raw,
    line: lines - (raw.trim().match(/\r\n|\n|\r/g)?.length ?? 0),
    lastLine: lines,
  }));
}

/** What the line with the names has most of: a spreadsheet writes what its country writes. */
function delimiterOf(csv: string): string {
  const [head = ''] = csv.split(/\r?\n/, 1);
  const count = (mark: string): number => head.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
