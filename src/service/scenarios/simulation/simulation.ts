/** A scenario on a virtual clock: the rules of production, with maps in place of tables. */
import type {
  Scenario,
  Simulation,
  SimulationEntry,
  SimulationLine,
  SimulationRequest,
} from '../../../protocol/index.ts';

import type { Circumstances, Effect, EventFacts, Happening, Journey, Turn } from '../journey.ts';
import { localText } from '../rules/local-time.ts';
import { advance, again, enter, entrance, leave } from '../rules/rules.ts';
import { DueQueue } from './due-queue.ts';
import { newPerson, withKnown } from './simulated-person.ts';
import type { Asking, SimulatedPerson } from './simulated-person.ts';

/** Plays it in order of time, whatever the order of the lines. */
export function simulate(
  scenario: Scenario,
  { history, until }: SimulationRequest,
  mayAsk: Asking = () => ({ ask: true }),
): Simulation {
  const play = new Play(scenario, mayAsk);
  const lines = history.toSorted((a, b) => Number(a.at > b.at) - Number(a.at < b.at));
  for (const line of lines) {
    if (until !== undefined && line.at > until) break;
    play.runUntil(line.at);
    play.take(line);
  }
  play.runUntil(until);
  return { timeline: play.timeline };
}

class Play {
  readonly timeline: SimulationEntry[] = [];
  readonly #scenario: Scenario;
  readonly #mayAsk: Asking;
  readonly #people = new Map<string, SimulatedPerson>();
  readonly #journeys = new Map<string, Journey>();
  readonly #due = new DueQueue();
  /** Responses, by survey. */
  readonly #completed = new Map<string, number>();
  #minted = 0;

  constructor(scenario: Scenario, mayAsk: Asking) {
    this.#scenario = scenario;
    this.#mayAsk = mayAsk;
  }

  /** Everything that is due by then; undefined: until nothing is. */
  runUntil(time: string | undefined): void {
    for (let due = this.#due.take(time); due !== undefined; due = this.#due.take(time)) {
      // A journey that has changed meanwhile has another time, of which the queue knows as well.
      if (this.#journeys.get(due.journey)?.dueAt !== due.at) continue;
      this.#happens(due.journey, { type: 'due' }, due.at);
    }
  }

  take(line: SimulationLine): void {
    const person = this.#personOf(line.respondent);
    if ('event' in line) this.#tell(line, person);
    else if ('person' in line) this.#people.set(line.respondent, withKnown(person, line.person));
    else if ('answers' in line) this.#answer(line, person);
    else if ('opens' in line) this.#hear(person, line.opens, 'opened', line.at);
    else this.#hear(person, line.dismisses, 'dismissed', line.at);
  }

  #tell(line: Extract<SimulationLine, { event: string }>, person: SimulatedPerson): void {
    const { at, event: name, id = `evt_${(this.#minted += 1)}`, properties = {} } = line;
    if (person.events.has(id)) return;
    person.events.add(id);
    const event: EventFacts = { id, name, at, properties };
    for (const journey of person.journeys) this.#happens(journey, { type: 'event', event }, at);
    if (name === this.#scenario.on.event) this.#begin(event, person);
  }

  #begin(event: EventFacts, person: SimulatedPerson): void {
    const circumstances = this.#circumstances(person, event.at);
    const found = entrance(event, circumstances);
    if (!found.enters) return this.#say(person, event.at, '', null, 'notEntered', found.why);
    const former = person.journeys
      .map((id) => this.#journeys.get(id))
      .findLast((journey) => journey?.key === found.key);
    const what = again(former, circumstances);
    if (what.kind === 'stay') {
      return this.#say(person, event.at, found.key, null, 'notEntered', what.why);
    }
    if (what.kind === 'restart' && former !== undefined) {
      this.#keep(leave(former, circumstances, 'It begins anew.'), person, event.at);
    }
    const names = { journey: `jrn_${(this.#minted += 1)}`, scenario: 'scn_simulated', version: 1 };
    const turn = enter(event, circumstances, names);
    if (turn === null) return;
    person.journeys.push(turn.journey.id);
    this.#keep(turn, person, event.at);
  }

  #answer(line: Extract<SimulationLine, { answers: string }>, person: SimulatedPerson): void {
    const { at, answers: survey, with: given = {} } = line;
    const answers = Object.entries(given).map(([id, value]) => [id, { value, at }] as const);
    person.responses[survey] = { status: 'completed', answers: Object.fromEntries(answers) };
    this.#completed.set(survey, (this.#completed.get(survey) ?? 0) + 1);
    this.#hear(person, survey, 'completed', at);
  }

  /** Of the latest invitation; of one that was answered, of all to the same. */
  #hear(
    person: SimulatedPerson,
    survey: string,
    status: 'opened' | 'completed' | 'dismissed',
    at: string,
  ): void {
    const meant = person.invitations.filter((invitation) => invitation.survey === survey);
    for (const { id, journey } of status === 'completed' ? meant : meant.slice(-1)) {
      this.#happens(journey, { type: 'invitation', invitation: id, status }, at);
    }
    person.past.push({ survey, what: status, at });
  }

  #happens(id: string, happening: Happening, at: string): void {
    const journey = this.#journeys.get(id);
    if (journey === undefined) return;
    const person = this.#personOf(journey.respondent);
    this.#keep(advance(journey, happening, this.#circumstances(person, at)), person, at);
  }

  #keep({ journey, effects, remarks }: Turn, person: SimulatedPerson, at: string): void {
    this.#journeys.set(journey.id, journey);
    if (journey.dueAt !== null) this.#due.add({ at: journey.dueAt, journey: journey.id });
    for (const { step, what, why } of remarks) {
      this.#say(person, at, journey.key, step, what, why);
    }
    for (const effect of effects) this.#do(effect, journey, person, at);
  }

  #do(effect: Effect, journey: Journey, person: SimulatedPerson, at: string): void {
    if (effect.type !== 'invite') return;
    const { id, survey } = effect.invite;
    person.invitations.push({ id, survey, journey: journey.id });
    person.past.push({ survey, what: 'invited', at });
  }

  #say(
    person: SimulatedPerson,
    at: string,
    occasion: string,
    step: string | null,
    what: string,
    why: string,
  ): void {
    const zone = person.known.timezone ?? this.#scenario.timezone;
    const local = localText(new Date(at), zone);
    this.timeline.push({ at, local, respondent: person.known.id, occasion, step, what, why });
  }

  #circumstances(person: SimulatedPerson, at: string): Circumstances {
    const now = new Date(at);
    return {
      scenario: this.#scenario,
      now,
      person: person.known,
      responses: person.responses,
      mayAsk: (survey) => {
        const completed = this.#completed.get(survey) ?? 0;
        const { known, past } = person;
        return this.#mayAsk(survey, { respondent: known.id, past, now, completed });
      },
    };
  }

  #personOf(id: string): SimulatedPerson {
    const known = this.#people.get(id) ?? newPerson(id);
    this.#people.set(id, known);
    return known;
  }
}
