/** A step that asks: its survey and variables, and whether its times make sense together. */
import { VARIABLE_SCHEMAS } from '../../../../protocol/index.ts';
import type { InviteStep, SurveyContent, VariableSource } from '../../../../protocol/index.ts';

import { after } from '../local-time.ts';
import { fault, knownSurvey } from './checking.ts';
import type { Checking } from './checking.ts';

export function checkInvite(step: InviteStep, pointer: string, checking: Checking): void {
  const survey = knownSurvey(step.survey, `${pointer}/survey`, checking);
  if (survey !== undefined) checkVariables(step, survey, pointer, checking);
  const { openWithin, remindAfter, expiresAfter = 'P14D', channels } = step;
  if (openWithin !== undefined && channels.length === 1) {
    const message = 'There is no other channel to try; name one, or leave "openWithin" out.';
    fault(checking, `${pointer}/openWithin`, 'no_other_channel', message);
  }
  const waits = { openWithin, remindAfter };
  for (const [name, wait] of Object.entries(waits)) {
    if (wait === undefined || isShorter(wait, expiresAfter)) continue;
    const message = `The invitation has ended by then (${expiresAfter}); make it shorter.`;
    fault(checking, `${pointer}/${name}`, 'after_the_end', message);
  }
}

const SOME_DAY = new Date('2026-01-01T00:00:00.000Z');

function isShorter(one: string, other: string): boolean {
  return after(SOME_DAY, one, 'UTC') < after(SOME_DAY, other, 'UTC');
}

function checkVariables(
  { variables = {} }: InviteStep,
  survey: SurveyContent,
  pointer: string,
  checking: Checking,
): void {
  for (const [name, source] of Object.entries(variables)) {
    const message = variableFault(name, source, survey);
    if (message !== null) {
      fault(checking, `${pointer}/variables/${name}`, 'variable_unfit', message);
    }
  }
}

function variableFault(
  name: string,
  source: VariableSource,
  { variables = {} }: SurveyContent,
): string | null {
  const declared = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (declared === undefined) return `The survey declares no variable "${name}".`;
  if (!('value' in source)) return null;
  const isFit = VARIABLE_SCHEMAS[declared.type].safeParse(source.value).success;
  return isFit ? null : `"${name}" is a ${declared.type} in the survey; give one.`;
}
