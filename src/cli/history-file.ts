/** A history to play: a line of JSON for each thing that happens. */
import { pointedErrors, SimulationLine } from '../protocol/index.ts';

import { readDocumentFile } from './document-file.ts';
import type { FileFault } from './document-file.ts';

export type ReadHistoryFile =
  | { readonly ok: true; readonly lines: readonly SimulationLine[] }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** All bad lines at once. Blank ones are passed over. */
export function readHistoryFile(file: string, text: string): ReadHistoryFile {
  const read = text
    .split(/\r?\n/)
    .flatMap((line, at) => (line.trim() === '' ? [] : [readLine(file, line, at)]));
  const faults = read.flatMap((one) => ('faults' in one ? one.faults : []));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, lines: read.flatMap((one) => ('line' in one ? [one.line] : [])) };
}

type ReadLine = { readonly line: SimulationLine } | { readonly faults: readonly FileFault[] };

function readLine(file: string, text: string, at: number): ReadLine {
  const opened = readDocumentFile(file, new TextEncoder().encode(text));
  if (!opened.ok) return { faults: opened.faults.map((fault) => below(fault, at)) };
  const { value, locate } = opened.document;
  const parsed = SimulationLine.safeParse(value);
  if (parsed.success) return { line: parsed.data };
  return { faults: locate(pointedErrors(parsed.error)).map((fault) => below(fault, at)) };
}

function below(fault: FileFault, at: number): FileFault {
  return { ...fault, line: fault.line + at };
}
