/** What a scenario's conditions look at, and where its person is. */
import { holds } from '../../../engine/index.ts';
import type { Facts } from '../../../engine/index.ts';
import type {
  InviteStep,
  Scenario,
  ScenarioChannel,
  VariableValues,
} from '../../../protocol/index.ts';
import { isUnaddressed, PushChannel } from '../../../protocol/index.ts';

import type { Circumstances, EventFacts, Journey } from '../journey.ts';

/** Before the names of a person's attributes, where they stand beside an event's properties. */
const PERSON = 'person_';

interface Question {
  readonly if?: Scenario['on']['if'];
  readonly answersOf?: string | undefined;
}

export function isSo(question: Question, event: EventFacts, circumstances: Circumstances): boolean {
  return holds(question.if, factsOf(event, question.answersOf, circumstances));
}

export function factsOf(
  event: EventFacts,
  survey: string | undefined,
  { person, responses }: Circumstances,
): Facts {
  const attributes = Object.entries(person.attributes).map(
    ([name, value]) => [PERSON + name, value] as const,
  );
  const values = [...Object.entries(event.properties), ...attributes];
  return {
    answers: (survey === undefined ? undefined : responses[survey]?.answers) ?? {},
    variables: Object.fromEntries(
      values.map(([name, value]) => [name, { value, source: 'token' as const }]),
    ),
  };
}

export function zoneOf({ person, scenario }: Circumstances): string {
  return person.timezone ?? scenario.timezone;
}

/** What the survey is given along; of what is not known, nothing. */
export function variablesOf(
  { variables = {} }: InviteStep,
  { event }: Journey,
  { person }: Circumstances,
): VariableValues {
  const found = Object.entries(variables).flatMap(([name, source]) => {
    if ('value' in source) return [[name, source.value] as const];
    const value =
      'property' in source ? event.properties[source.property] : person.attributes[source.person];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}

/** What this entry of a step's channels comes to for this person; none: they cannot be reached by it. */
export function reachable(
  channel: ScenarioChannel,
  { person: { channels } }: Circumstances,
): readonly string[] {
  if (channel === 'push') return PushChannel.options.filter((option) => channels.has(option));
  return isUnaddressed(channel) || channels.has(channel) ? [channel] : [];
}
