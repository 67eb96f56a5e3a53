/** A large CSV table in parts that one request can hold, each with the names of the columns. */
import { CsvError } from 'csv-parse/sync';

import { csvRecords } from '../../service/invitations/import/records.ts';
import type { CsvRecord } from '../../service/invitations/import/records.ts';
import { Failure } from '../failure.ts';

export interface TablePart {
  readonly csv: string;
  /** Lines of the file that are missing before its rows. */
  readonly before: number;
}

export interface SplitTable {
  readonly columns: readonly string[];
  readonly parts: readonly TablePart[];
  /** What begins in that line of the file. */
  readonly rowAt: (line: number) => readonly string[];
}

/** @throws Failure when it is no CSV */
export function splitTable(text: string, rowsPerPart: number): SplitTable {
  const [head, ...rows] = recordsIn(text);
  if (head === undefined) throw new Failure('The file is empty.', { code: 'file_unfit' });
  const parts: TablePart[] = [];
  for (let from = 0; from < Math.max(1, rows.length); from += rowsPerPart) {
    const raw = rows.slice(from, from + rowsPerPart).map((row) => row.raw);
    const before = (rows[from - 1] ?? head).lastLine - head.lastLine;
    parts.push({ csv: [head.raw, ...raw].join(''), before });
  }
  const byLine = new Map(rows.map(({ line, cells }) => [line, cells]));
  return { columns: head.cells, parts, rowAt: (line) => byLine.get(line) ?? [] };
}

function recordsIn(text: string): CsvRecord[] {
  try {
    return csvRecords(text);
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new Failure(`The file is no CSV: ${cause.message}`, { cause, code: 'file_unfit' });
  }
}
