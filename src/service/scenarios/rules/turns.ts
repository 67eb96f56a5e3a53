/** A turn as it grows: each of these gives the next one, nothing is changed in place. */
import type { Asked, Circumstances, Effect, Journey, Turn, What } from '../journey.ts';

export function unturned(journey: Journey): Turn {
  return { journey, effects: [], remarks: [] };
}

export function changed(turn: Turn, change: Partial<Journey>): Turn {
  return { ...turn, journey: { ...turn.journey, ...change } };
}

export function asked(turn: Turn, step: string, entry: Asked): Turn {
  return changed(turn, { asked: { ...turn.journey.asked, [step]: entry } });
}

export function effected(turn: Turn, effect: Effect): Turn {
  return { ...turn, effects: [...turn.effects, effect] };
}

export function remarked(
  turn: Turn,
  { now }: Circumstances,
  what: What,
  why: string,
  step = turn.journey.step,
): Turn {
  return { ...turn, remarks: [...turn.remarks, { at: now.toISOString(), step, what, why }] };
}

/** Until when it rests; said once, not at every look. */
export function resting(
  turn: Turn,
  circumstances: Circumstances,
  until: Date,
  [what, why]: readonly [What, string],
): Turn {
  const dueAt = until.toISOString();
  if (turn.journey.dueAt === dueAt) return turn;
  return remarked(changed(turn, { dueAt }), circumstances, what, why);
}

/** The journey is over. */
export function over(
  turn: Turn,
  circumstances: Circumstances,
  status: 'ended' | 'left',
  why: string,
): Turn {
  const said = remarked(turn, circumstances, status, why);
  return changed(said, { status, step: null, dueAt: null });
}
