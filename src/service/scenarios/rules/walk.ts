/** From step to step, until there is something to wait for. Steps lead forward only, so there is an end. */
import { holds } from '../../../engine/index.ts';
import type { BranchStep, ScenarioBranch, WaitStep } from '../../../protocol/index.ts';

import type { Circumstances, Journey, Turn } from '../journey.ts';
import { takeInvite } from './invite.ts';
import { after, localText, nextAt } from './local-time.ts';
import { factsOf, zoneOf } from './surroundings.ts';
import { changed, over, remarked, resting } from './turns.ts';

export function walk(turn: Turn, circumstances: Circumstances): Turn {
  const next = take(turn, circumstances);
  const isMoving = next.journey.status === 'active' && next.journey.step !== turn.journey.step;
  return isMoving ? walk(next, circumstances) : next;
}

function take(turn: Turn, circumstances: Circumstances): Turn {
  const { steps } = circumstances.scenario;
  const step = steps.find(({ id }) => id === turn.journey.step);
  if (step === undefined) return over(turn, circumstances, 'ended', 'There is no further step.');
  switch (step.type) {
    case 'wait':
      return takeWait(step, turn, circumstances);
    case 'invite': {
      const { turn: next, isOver } = takeInvite(step, turn, circumstances);
      return isOver ? goOn(next, step.goTo, circumstances) : next;
    }
    case 'branch':
      return takeBranch(step, turn, circumstances);
    case 'end':
      return over(turn, circumstances, 'ended', 'The journey ends here.');
  }
}

function goOn(turn: Turn, target: string | undefined, circumstances: Circumstances): Turn {
  const { steps } = circumstances.scenario;
  const at = steps.findIndex(({ id }) => id === turn.journey.step);
  const next = target ?? steps[at + 1]?.id ?? 'end';
  if (next === 'end') return over(turn, circumstances, 'ended', 'There is no further step.');
  return changed(turn, { step: next, since: circumstances.now.toISOString(), dueAt: null });
}

function takeWait(step: WaitStep, turn: Turn, circumstances: Circumstances): Turn {
  const zone = zoneOf(circumstances);
  const until = waitEnd(step, turn.journey, zone);
  if (until <= circumstances.now) return goOn(turn, step.goTo, circumstances);
  return resting(turn, circumstances, until, ['waiting', `Waits until ${localText(until, zone)}.`]);
}

function waitEnd(step: WaitStep, { event, since }: Journey, zone: string): Date {
  const start = new Date(step.since === 'event' ? event.at : since);
  const passed = step.for === undefined ? start : after(start, step.for, zone);
  return step.at === undefined ? passed : nextAt(passed, step.at, zone);
}

function takeBranch({ branches }: BranchStep, turn: Turn, circumstances: Circumstances): Turn {
  const taken = branches.find((branch) => fits(branch, turn.journey, circumstances));
  const why =
    taken === undefined
      ? 'None of the branches holds; the next step follows.'
      : `Branch ${branches.indexOf(taken) + 1} holds and leads to "${taken.goTo}".`;
  const said = remarked(turn, circumstances, 'branched', why);
  return goOn(said, taken?.goTo, circumstances);
}

function fits(branch: ScenarioBranch, journey: Journey, circumstances: Circumstances): boolean {
  const entry = branch.of === undefined ? undefined : journey.asked[branch.of];
  if (
    branch.status !== undefined &&
    (entry === undefined || !branch.status.includes(entry.status))
  ) {
    return false;
  }
  return holds(branch.if, factsOf(journey.event, entry?.survey, circumstances));
}
