/** A table with a person in each row. */
import { CsvError } from 'csv-parse/sync';

import { ProblemError } from '../../problem-error.ts';
import { csvRecords } from './records.ts';
import type { CsvRecord } from './records.ts';

export interface TableRow {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** @throws ProblemError `request_invalid` when it is no table with names for its columns */
export function readTable(csv: string): TableRow[] {
  const [head, ...rows] = recordsIn(csv);
  const columns = (head?.cells ?? []).map((name) => name.trim());
  refuseColumns(columns);
  return rows.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(columns.map((name, at) => [name, (cells[at] ?? '').trim()])),
  }));
}

function recordsIn(csv: string): CsvRecord[] {
  try {
    return csvRecords(csv);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unfit(error.message);
  }
}

function refuseColumns(columns: readonly string[]): void {
  if (!columns.includes('respondent')) {
    throw unfit('The first line has to name the columns, and "respondent" is one of them.');
  }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw unfit(`The column "${twice}" is there twice.`);
}

function unfit(message: string): ProblemError {
  return new ProblemError('request_invalid', {
    errors: [{ pointer: '/csv', code: 'csv_invalid', message }],
  });
}
