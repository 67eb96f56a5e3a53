/** A scenario as a file: `{ "id": "scn_…", … }`. */
import { pointedErrors, Scenario, ScenarioId } from '../protocol/index.ts';
import type { PointedError } from '../protocol/index.ts';

import { readDocumentFile } from './document-file.ts';
import type { DocumentFile, FileFault } from './document-file.ts';

export interface ScenarioFile {
  readonly id: string;
  readonly scenario: Scenario;
  readonly locate: DocumentFile['locate'];
}

export type ReadScenarioFile =
  | { readonly ok: true; readonly read: ScenarioFile }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** Those of the JSON, else those of the schema; whether its parts fit together is asked elsewhere. */
export function readScenarioFile(file: string, bytes: Uint8Array): ReadScenarioFile {
  const opened = readDocumentFile(file, bytes);
  if (!opened.ok) return opened;
  const { value, locate } = opened.document;
  const found = scenarioIn(value);
  if ('errors' in found) return { ok: false, faults: locate(found.errors) };
  return { ok: true, read: { ...found, locate } };
}

function scenarioIn(
  value: unknown,
): { id: string; scenario: Scenario } | { errors: PointedError[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { errors: [{ pointer: '', code: 'invalid_type', message: 'must be an object' }] };
  }
  // The editor's "$schema" is a path on one machine.
  const { id: givenId, $schema: _, ...rest } = value as Record<string, unknown>;
  const id = ScenarioId.safeParse(givenId);
  const scenario = Scenario.safeParse(rest);
  if (id.success && scenario.success) return { id: id.data, scenario: scenario.data };
  return {
    errors: [
      ...(id.success ? [] : pointedErrors(id.error, '/id')),
      ...(scenario.success ? [] : pointedErrors(scenario.error)),
    ],
  };
}
