/** Surveys that a scenario names. */
import type { Scenario } from '../../protocol/index.ts';

export function surveysAsked({ steps }: Scenario): readonly string[] {
  return [...new Set(steps.flatMap((step) => (step.type === 'invite' ? [step.survey] : [])))];
}

/** Whose answers a condition may look at. */
export function surveysLookedAt(scenario: Scenario): readonly string[] {
  const { on, cancelOn = [], steps } = scenario;
  const named = [on, ...cancelOn].flatMap(({ answersOf }) => answersOf ?? []);
  const hasBranch = steps.some(({ type }) => type === 'branch');
  return [...new Set(hasBranch ? [...named, ...surveysAsked(scenario)] : named)];
}
