/** What every part of the check is given, and where it writes down what it finds. */
import type { PointedError, Scenario, SurveyContent } from '../../../../protocol/index.ts';

export interface Checking {
  readonly scenario: Scenario;
  /** By id; undefined: not known here. */
  readonly surveys: ReadonlyMap<string, SurveyContent> | undefined;
  readonly errors: PointedError[];
}

/** @param message one sentence that says what to do */
export function fault({ errors }: Checking, pointer: string, code: string, message: string): void {
  errors.push({ pointer, code, message });
}

/** Undefined: it is not known here, or a fault that has been told. */
export function knownSurvey(
  id: string,
  pointer: string,
  checking: Checking,
): SurveyContent | undefined {
  const survey = checking.surveys?.get(id);
  if (survey === undefined && checking.surveys !== undefined) {
    const message = `There is no published survey "${id}"; publish it first.`;
    fault(checking, pointer, 'survey_unknown', message);
  }
  return survey;
}
