/** Somebody in a simulation: what is known of them, and what they have been through. */
import { Channel } from '../../../protocol/index.ts';
import type { SimulationLine } from '../../../protocol/index.ts';

import type { Answered, Permission, Person } from '../journey.ts';

export interface Past {
  readonly survey: string;
  readonly what: 'invited' | 'opened' | 'completed' | 'dismissed';
  readonly at: string;
}

/** Whether somebody with this past may be asked now. */
export type Asking = (
  survey: string,
  asked: {
    readonly respondent: string;
    /** In order of time. */
    readonly past: readonly Past[];
    readonly now: Date;
    /** Complete responses so far, of anybody. */
    readonly completed: number;
  },
) => Permission;

export interface SimulatedPerson {
  readonly known: Person;
  /** Ids of journeys, in the order of their beginnings. */
  readonly journeys: string[];
  readonly invitations: {
    readonly id: string;
    readonly survey: string;
    readonly journey: string;
  }[];
  readonly responses: Record<string, Answered>;
  readonly past: Past[];
  /** Ids, so that the same event counts once. */
  readonly events: Set<string>;
}

export function newPerson(id: string): SimulatedPerson {
  const channels = new Set<string>(Channel.options);
  return {
    known: { id, attributes: {}, timezone: null, lang: null, channels },
    journeys: [],
    invitations: [],
    responses: {},
    past: [],
    events: new Set(),
  };
}

type Known = Extract<SimulationLine, { person: object }>['person'];

export function withKnown(person: SimulatedPerson, known: Known): SimulatedPerson {
  const { attributes, timezone, lang, channels } = known;
  return {
    ...person,
    known: {
      ...person.known,
      attributes: { ...person.known.attributes, ...attributes },
      ...(timezone === undefined ? {} : { timezone }),
      ...(lang === undefined ? {} : { lang }),
      ...(channels === undefined ? {} : { channels: new Set<string>(channels) }),
    },
  };
}
