/** A survey as a file: `{ "id": "srv_…", … }`, read with the exact place of everything that is wrong. */
import { checkSurvey, surveyWarnings } from '../engine/check.ts';
import { LIMITS, pointedErrors, SurveyContent, SurveyId } from '../protocol/index.ts';
import type { PointedError } from '../protocol/index.ts';

import { JsonDocument } from './json-document.ts';
import type { Fault } from './json-document.ts';

export interface FileFault extends Fault {
  readonly file: string;
}

export interface SurveyFile {
  readonly file: string;
  readonly id: string;
  readonly content: SurveyContent;
  /** What may be meant, and mostly is not. */
  readonly warnings: readonly FileFault[];
  /** Places of what the service says about the survey. */
  locate(errors: readonly PointedError[]): FileFault[];
}

export type ReadSurveyFile =
  | { readonly ok: true; readonly survey: SurveyFile }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** All faults at once: first those of the JSON, else those of the schema, else those between its parts. */
export function readSurveyFile(file: string, bytes: Uint8Array): ReadSurveyFile {
  const text = textOf(bytes);
  if (typeof text !== 'string') return { ok: false, faults: [{ file, ...text }] };
  const document = documentOf(text);
  if (!(document instanceof JsonDocument)) return { ok: false, faults: [{ file, ...document }] };
  if (document.faults.length > 0) {
    return { ok: false, faults: document.faults.map((fault) => ({ file, ...fault })) };
  }
  const locate = (errors: readonly PointedError[]): FileFault[] =>
    errors.map((error) => located(file, document, error)).sort(byPlace);
  const read = surveyIn(document.value);
  if ('errors' in read) return { ok: false, faults: locate(read.errors) };
  const errors = checkSurvey(read.content);
  if (errors.length > 0) return { ok: false, faults: locate(errors) };
  const warnings = locate(surveyWarnings(read.content));
  return { ok: true, survey: { file, ...read, warnings, locate } };
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
    // Both parsers recurse; a survey is some dozen levels deep.
    if (error instanceof RangeError) return { ...START, message: 'is nested too deeply' };
    throw error;
  }
}

function surveyIn(
  value: unknown,
): { id: string; content: SurveyContent } | { errors: PointedError[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { errors: [{ pointer: '', code: 'invalid_type', message: 'must be an object' }] };
  }
  // The editor's "$schema" is a path on one machine; the service needs to know nothing of it.
  const { id: givenId, $schema: _, ...rest } = value as Record<string, unknown>;
  const id = SurveyId.safeParse(givenId);
  const content = SurveyContent.safeParse(rest);
  if (id.success && content.success) return { id: id.data, content: content.data };
  return {
    errors: [
      ...(id.success ? [] : pointedErrors(id.error, '/id')),
      ...(content.success ? [] : pointedErrors(content.error)),
    ],
  };
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
