/** A JSON document as a file, read with the exact place of everything that is wrong. */
import { LIMITS } from '../protocol/index.ts';
import type { PointedError } from '../protocol/index.ts';

import { JsonDocument } from './json-document.ts';
import type { Fault } from './json-document.ts';

export interface FileFault extends Fault {
  readonly file: string;
}

export interface DocumentFile {
  readonly value: unknown;
  /** Places of what is said about the value, in the order of the file. */
  locate(errors: readonly PointedError[]): FileFault[];
}

export type ReadDocumentFile =
  | { readonly ok: true; readonly document: DocumentFile }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

export function readDocumentFile(file: string, bytes: Uint8Array): ReadDocumentFile {
  const text = textOf(bytes);
  if (typeof text !== 'string') return { ok: false, faults: [{ file, ...text }] };
  const document = documentOf(text);
  if (!(document instanceof JsonDocument)) return { ok: false, faults: [{ file, ...document }] };
  if (document.faults.length > 0) {
    return { ok: false, faults: document.faults.map((fault) => ({ file, ...fault })) };
  }
  const locate = (errors: readonly PointedError[]): FileFault[] =>
    errors.map((error) => located(file, document, error)).sort(byPlace);
  return { ok: true, document: { value: document.value, locate } };
}

const START = { line: 1, column: 1 };

function textOf(bytes: Uint8Array): string | Fault {
  if (bytes.length > LIMITS.privateBodyBytes) {
    return { ...START, message: `is larger than ${LIMITS.privateBodyBytes} bytes` };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Which byte it was is not told; the editor's encoding is what must change.
    return { ...START, message: 'is not UTF-8; save it with that encoding' };
  }
}

function documentOf(text: string): JsonDocument | Fault {
  try {
    return new JsonDocument(text);
  } catch (error) {
    // Both parsers recurse; a document is some dozen levels deep.
    if (error instanceof RangeError) return { ...START, message: 'is nested too deeply' };
    throw error;
  }
}

function located(file: string, document: JsonDocument, error: PointedError): FileFault {
  // The service sees the content as "draft".
  const pointer = error.pointer.replace(/^\/draft(?=\/|$)/, '');
  const { line, column, isMissing } = document.at(pointer);
  const message =
    isMissing && error.message.startsWith('must ')
      ? `is missing; it ${error.message}`
      : error.message;
  return { file, line, column, pointer, message };
}

function byPlace(a: FileFault, b: FileFault): number {
  return a.line - b.line || a.column - b.column;
}

/** `file.json:12:5 /screens/0: must …`, as editors and terminals make links of it. */
export function faultLine({ file, line, column, pointer = '', message }: FileFault): string {
  return `${file}:${line}:${column} ${pointer === '' ? '' : `${pointer}: `}${message}`;
}
