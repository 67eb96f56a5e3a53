/** Who sets out on a journey, and who does not, and why. */
import type { Circumstances, EventFacts, Journey, Turn } from '../journey.ts';
import { localText } from './local-time.ts';
import { isSo, zoneOf } from './surroundings.ts';
import { remarked, resting, unturned } from './turns.ts';
import { walk } from './walk.ts';

export interface JourneyNames {
  /** Of the new journey: `jrn_` and at most 50 characters, random or derived from the event. */
  readonly journey: string;
  readonly scenario: string;
  readonly version: number;
}

export type Entrance =
  | { readonly enters: true; readonly key: string }
  | { readonly enters: false; readonly why: string };

/** Null: this event begins no journey; `entrance` says why. */
export function enter(
  event: EventFacts,
  circumstances: Circumstances,
  names: JourneyNames,
): Turn | null {
  const found = entrance(event, circumstances);
  if (!found.enters) return null;
  const [first] = circumstances.scenario.steps;
  const now = circumstances.now.toISOString();
  const isAhead = event.at > now;
  const journey: Journey = {
    id: names.journey,
    scenario: names.scenario,
    version: names.version,
    respondent: circumstances.person.id,
    key: found.key,
    event,
    status: 'active',
    step: first?.id ?? null,
    since: isAhead ? event.at : now,
    dueAt: null,
    asked: {},
    enteredAt: now,
  };
  const entered = remarked(unturned(journey), circumstances, 'entered', `By ${event.name}.`);
  return isAhead ? tillItHappens(entered, circumstances) : walk(entered, circumstances);
}

/** Told ahead, such as a booking: the first step is taken when it has come. */
function tillItHappens(turn: Turn, circumstances: Circumstances): Turn {
  const at = new Date(turn.journey.event.at);
  const why = `${turn.journey.event.name} is to happen at ${localText(at, zoneOf(circumstances))}.`;
  return resting(turn, circumstances, at, ['waiting', why]);
}

/** Whether an event begins a journey, as far as the event and the person can tell. */
export function entrance(event: EventFacts, circumstances: Circumstances): Entrance {
  const { on, per } = circumstances.scenario;
  if (event.name !== on.event) return { enters: false, why: `It begins with ${on.event}.` };
  const key = per === undefined ? '' : event.properties[per];
  if (key === undefined) return { enters: false, why: `The event has no property "${per}".` };
  if (!isSo(on, event, circumstances)) {
    return { enters: false, why: 'The condition of "on" does not hold.' };
  }
  return { enters: true, key: String(key) };
}

/**
 * What becomes of somebody to whom it has happened before.
 * @param former the latest journey of this person through this scenario with the same key
 */
export function again(
  former: Journey | undefined,
  { scenario }: Circumstances,
): { readonly kind: 'enter' | 'restart' } | { readonly kind: 'stay'; readonly why: string } {
  const rule = scenario.again ?? 'whenOver';
  if (former === undefined) return { kind: 'enter' };
  if (rule === 'never') return { kind: 'stay', why: 'This person has been here before.' };
  if (former.status !== 'active') return { kind: 'enter' };
  if (rule === 'restart') return { kind: 'restart' };
  return { kind: 'stay', why: 'This person is on this journey already.' };
}
