/** Where steps lead: to later ones, so that every journey has an end; and whether each is led to. */
import type { ScenarioStep } from '../../../../protocol/index.ts';

import { fault } from './checking.ts';
import type { Checking } from './checking.ts';

export function checkTarget(
  target: string | undefined,
  at: number,
  pointer: string,
  checking: Checking,
): void {
  if (target === undefined || target === 'end') return;
  const to = checking.scenario.steps.findIndex(({ id }) => id === target);
  if (to === -1) fault(checking, pointer, 'step_unknown', `There is no step "${target}".`);
  else if (to <= at) {
    const message = `"${target}" is no later step; a scenario leads forward only, so that it ends.`;
    fault(checking, pointer, 'step_earlier', message);
  }
}

export function checkReach(checking: Checking): void {
  const { steps } = checking.scenario;
  const reached = new Set([steps[0]?.id]);
  steps.forEach((step, at) => {
    if (!reached.has(step.id)) {
      const message = `No step leads to "${step.id}"; remove it, or lead to it.`;
      fault(checking, `/steps/${at}`, 'step_unreachable', message);
    }
    for (const target of targets(step, steps[at + 1]?.id)) reached.add(target);
  });
}

function targets(step: ScenarioStep, next: string | undefined): (string | undefined)[] {
  switch (step.type) {
    case 'end':
      return [];
    case 'wait':
    case 'invite':
      return [step.goTo ?? next];
    case 'branch': {
      const isSure = step.branches.some(isAlwaysTaken);
      return [...step.branches.map(({ goTo }) => goTo), ...(isSure ? [] : [next])];
    }
  }
}

function isAlwaysTaken(branch: { readonly status?: unknown; readonly if?: unknown }): boolean {
  return branch.status === undefined && branch.if === undefined;
}
