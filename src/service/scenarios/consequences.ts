/** All that one event does to one person, by the rules. */
import type { ArrivedEvent } from '../events/listener.ts';
import { sha256 } from '../hash.ts';
import type { Remarks } from './automation-log.ts';
import type { Move } from './carry-out.ts';
import type { Circumstances, EventFacts, Journey, Turn } from './journey.ts';
import { advance, again, enter, entrance, leave } from './rules/rules.ts';
import type { PublishedScenario } from './scenario-versions.ts';

export interface Occurrence {
  readonly event: ArrivedEvent;
  /** Scenarios that begin with it. */
  readonly starts: readonly PublishedScenario[];
  /** The person's journeys, as far as they matter; locked. */
  readonly own: readonly Journey[];
  readonly scenarioOf: (journey: Journey) => PublishedScenario;
  readonly circumstancesIn: (scenario: PublishedScenario) => Circumstances;
  /** Events that may cancel, came before this one, and happened after it. */
  readonly laterThan: (event: ArrivedEvent) => readonly EventFacts[];
}

export interface Consequences {
  readonly moves: readonly Move[];
  /** Why the person does not set out. */
  readonly stays: readonly Remarks[];
}

export function consequencesOf(occurrence: Occurrence): Consequences {
  const { event, starts, own, scenarioOf } = occurrence;
  const turns = new Map(own.map((journey) => [journey.id, told(journey, occurrence)]));
  const begun = starts.map((scenario) => begin(scenario, turns, occurrence));
  const changed = own.flatMap((journey) => {
    const turn = turns.get(journey.id);
    const isMoved = turn !== undefined && turn.journey !== journey;
    return isMoved ? [{ turn, scenario: scenarioOf(journey), isNew: false }] : [];
  });
  return {
    moves: [...changed, ...begun.flatMap(({ move }) => move ?? [])],
    stays: begun.flatMap(({ why, scenario, occasion }) =>
      why === undefined ? [] : [stay(scenario, event, occasion, why, occurrence)],
    ),
  };
}

function told(journey: Journey, { event, scenarioOf, circumstancesIn }: Occurrence): Turn {
  return advance(journey, { type: 'event', event }, circumstancesIn(scenarioOf(journey)));
}

interface Begun {
  readonly scenario: PublishedScenario;
  readonly occasion: string;
  readonly move?: Move;
  readonly why?: string;
}

/** @param turns of the person's journeys; one that begins anew leaves there */
function begin(
  scenario: PublishedScenario,
  turns: Map<string, Turn>,
  { event, scenarioOf, circumstancesIn, laterThan }: Occurrence,
): Begun {
  const circumstances = circumstancesIn(scenario);
  const found = entrance(event, circumstances);
  if (!found.enters) return { scenario, occasion: '', why: found.why };
  const { key: occasion } = found;
  const former = latestOf(turns, scenario, occasion);
  // It has been taken already: another of its scenarios had to wait for somebody.
  if (former?.journey.event.id === event.id) return { scenario, occasion };
  const what = again(former?.journey, circumstances);
  if (what.kind === 'stay') return { scenario, occasion, why: what.why };
  if (what.kind === 'restart' && former !== undefined) {
    const there = circumstancesIn(scenarioOf(former.journey));
    const left = leave(former.journey, there, 'It begins anew.');
    turns.set(former.journey.id, joined(former, left));
  }
  const names = {
    journey: journeyId(scenario, event),
    scenario: scenario.id,
    version: scenario.version,
  };
  const turn = enter(event, circumstances, names);
  if (turn === null) return { scenario, occasion };
  const overtaking = laterThan(event).find(
    (later) =>
      advance(turn.journey, { type: 'event', event: later }, circumstances).journey.status ===
      'left',
  );
  if (overtaking !== undefined) {
    return { scenario, occasion, why: `It is over already because of ${overtaking.name}.` };
  }
  return { scenario, occasion, move: { turn, scenario, isNew: true } };
}

/** There is one that is active at most, and it is the latest. */
function latestOf(
  turns: ReadonlyMap<string, Turn>,
  { id }: PublishedScenario,
  occasion: string,
): Turn | undefined {
  const same = [...turns.values()].filter(
    ({ journey }) => journey.scenario === id && journey.key === occasion,
  );
  return (
    same.find(({ journey }) => journey.status === 'active') ??
    same.toSorted((a, b) => (a.journey.enteredAt < b.journey.enteredAt ? 1 : -1))[0]
  );
}

function joined(first: Turn, second: Turn): Turn {
  return {
    journey: second.journey,
    effects: [...first.effects, ...second.effects],
    remarks: [...first.remarks, ...second.remarks],
  };
}

/** An event begins a scenario once. */
function journeyId({ id }: PublishedScenario, event: ArrivedEvent): string {
  return `jrn_${sha256(JSON.stringify([id, event.respondent, event.id])).slice(0, 32)}`;
}

function stay(
  scenario: PublishedScenario,
  { respondent }: ArrivedEvent,
  occasion: string,
  why: string,
  { circumstancesIn }: Occurrence,
): Remarks {
  const at = circumstancesIn(scenario).now.toISOString();
  const remarks = [{ at, step: null, what: 'notEntered' as const, why }];
  return { scenario, journey: null, respondent, occasion, remarks };
}
