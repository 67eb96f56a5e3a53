/** A survey as a file: `{ "id": "srv_…", … }`, read with the exact place of everything that is wrong. */
import { checkSurvey, surveyWarnings } from '../engine/check.ts';
import { pointedErrors, SurveyContent, SurveyId } from '../protocol/index.ts';
import type { PointedError } from '../protocol/index.ts';

import { readDocumentFile } from './document-file.ts';
import type { FileFault } from './document-file.ts';

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
  const opened = readDocumentFile(file, bytes);
  if (!opened.ok) return opened;
  const { value, locate } = opened.document;
  const read = surveyIn(value);
  if ('errors' in read) return { ok: false, faults: locate(read.errors) };
  const errors = checkSurvey(read.content);
  if (errors.length > 0) return { ok: false, faults: locate(errors) };
  const warnings = locate(surveyWarnings(read.content));
  return { ok: true, survey: { file, ...read, warnings, locate } };
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
