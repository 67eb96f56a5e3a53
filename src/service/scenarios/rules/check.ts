/** What the schema cannot see: whether the steps of a scenario fit together, and to the surveys. Run before publishing. */
import type {
  Condition,
  InviteStep,
  PointedError,
  Scenario,
  ScenarioStep,
  SurveyContent,
} from '../../../protocol/index.ts';

import { fault } from './check/checking.ts';
import type { Checking } from './check/checking.ts';
import { checkQuestion } from './check/conditions.ts';
import { checkInvite } from './check/invites.ts';
import { checkReach, checkTarget } from './check/ways.ts';

/**
 * All faults at once, with JSON Pointers; empty when it may be published.
 * @param surveys the latest published versions by id; what concerns surveys is not checked when unset
 */
export function checkScenario(
  scenario: Scenario,
  surveys?: ReadonlyMap<string, SurveyContent>,
): PointedError[] {
  const checking: Checking = { scenario, surveys, errors: [] };
  checkQuestion(scenario.on, '/on', checking);
  (scenario.cancelOn ?? []).forEach((cancel, at) => {
    checkQuestion(cancel, `/cancelOn/${at}`, checking);
  });
  checkIds(checking);
  scenario.steps.forEach((step, at) => checkStep(step, at, checking));
  checkReach(checking);
  if (!scenario.steps.some(({ type }) => type === 'invite')) {
    fault(checking, '/steps', 'nobody_asked', 'Nobody is asked anything; add an "invite" step.');
  }
  return checking.errors;
}

function checkIds(checking: Checking): void {
  const { steps } = checking.scenario;
  steps.forEach(({ id }, at) => {
    if (steps.findIndex((step) => step.id === id) === at) return;
    const message = `There is a step "${id}" already; each needs an id of its own.`;
    fault(checking, `/steps/${at}/id`, 'id_repeated', message);
  });
}

function checkStep(step: ScenarioStep, at: number, checking: Checking): void {
  const pointer = `/steps/${at}`;
  switch (step.type) {
    case 'invite':
      checkInvite(step, pointer, checking);
      checkTarget(step.goTo, at, `${pointer}/goTo`, checking);
      return;
    case 'wait':
      checkTarget(step.goTo, at, `${pointer}/goTo`, checking);
      return;
    case 'branch':
      step.branches.forEach((branch, which) => {
        const here = `${pointer}/branches/${which}`;
        checkTarget(branch.goTo, at, `${here}/goTo`, checking);
        checkBranch(branch, at, here, checking);
      });
      return;
    case 'end':
  }
}

interface Branch {
  readonly of?: string | undefined;
  readonly status?: readonly string[] | undefined;
  readonly if?: Condition | undefined;
}

function checkBranch(branch: Branch, at: number, pointer: string, checking: Checking): void {
  const { of } = branch;
  if (of === undefined && branch.status !== undefined) {
    const message = 'Say by "of" which step’s invitation is meant.';
    fault(checking, `${pointer}/status`, 'of_missing', message);
  }
  const invite = of === undefined ? undefined : inviteBefore(of, at, `${pointer}/of`, checking);
  if (of !== undefined && invite === undefined) return;
  checkQuestion({ if: branch.if, answersOf: invite?.survey }, pointer, checking, 'of');
}

function inviteBefore(
  id: string,
  at: number,
  pointer: string,
  checking: Checking,
): InviteStep | undefined {
  const found = checking.scenario.steps.slice(0, at).find((step) => step.id === id);
  if (found?.type === 'invite') return found;
  const message = `"${id}" is no "invite" step before this one.`;
  fault(checking, pointer, 'invite_unknown', message);
  return undefined;
}
