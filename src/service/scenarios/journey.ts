/** One respondent on the way through one scenario: what is kept of it, what can happen to it, and what it asks for. */
import type {
  Answers,
  InvitationStatus,
  Scenario,
  SuppressionReason,
  VariableValues,
} from '../../protocol/index.ts';

/** RFC 3339 in UTC with milliseconds. */
type Time = string;

/** What happened, as far as a scenario can ask about it. */
export interface EventFacts {
  readonly id: string;
  readonly name: string;
  readonly at: Time;
  readonly properties: VariableValues;
}

export interface Journey {
  readonly id: string;
  readonly scenario: string;
  /** Of the scenario; a journey goes on by the one that it began with. */
  readonly version: number;
  readonly respondent: string;
  /** What tells two journeys of one person apart, such as an order's number; empty: there is one at a time. */
  readonly key: string;
  /** That began it. */
  readonly event: EventFacts;
  /** `left`: by an event that cancels it, or because nobody could be asked any more. */
  readonly status: 'active' | 'ended' | 'left';
  /** Where it is; null when it is over. */
  readonly step: string | null;
  /** Since when it is there. */
  readonly since: Time;
  /** When there is something to do for it by the clock; null: it waits for something else, or is over. */
  readonly dueAt: Time | null;
  /** Of each step that has invited: what became of it. */
  readonly asked: Readonly<Record<string, Asked>>;
  readonly enteredAt: Time;
}

export interface Asked {
  readonly survey: string;
  /** Null when the person was not invited after all. */
  readonly invitation: string | null;
  readonly status: InvitationStatus;
  readonly reason?: SuppressionReason;
  /** How many of the step's channels have been tried, or passed over. */
  readonly channels: number;
  /** Of the latest try. */
  readonly at: Time;
  /** When the journey goes on without an answer; with an invitation. */
  readonly expiresAt?: Time;
}

/** What happens to a journey. */
export type Happening =
  | { readonly type: 'due' }
  | { readonly type: 'event'; readonly event: EventFacts }
  | {
      readonly type: 'invitation';
      readonly invitation: string;
      readonly status: InvitationStatus;
      readonly reason?: SuppressionReason;
    };

/** What a journey asks of its surroundings; done in the transaction that keeps its new place, or not at all. */
export type Effect =
  | { readonly type: 'invite'; readonly step: string; readonly invite: Invite }
  /** The next channel of an invitation that nobody has opened. */
  | { readonly type: 'widen'; readonly invitation: string; readonly channels: readonly string[] }
  | { readonly type: 'cancel'; readonly invitation: string };

export interface Invite {
  /** The same for the same try of the same step of the same journey, however often it is asked for. */
  readonly id: string;
  readonly survey: string;
  readonly channels: readonly string[];
  readonly variables: VariableValues;
  readonly lang?: string;
  readonly page?: string;
  readonly expiresAt: Time;
  readonly remindAt?: Time;
}

/** `notEntered`: the event began no journey. `putOff`: it may not be asked yet. The statuses of an invitation are those that the journey has heard of. */
export type What =
  | 'notEntered'
  | 'entered'
  | 'waiting'
  | 'putOff'
  | 'invited'
  | 'widened'
  | 'branched'
  | 'unanswered'
  | 'left'
  | 'ended'
  | InvitationStatus;

/** A line of the automation's log, in words and for machines. */
export interface Remark {
  readonly at: Time;
  readonly step: string | null;
  readonly what: What;
  readonly why: string;
}

export interface Turn {
  readonly journey: Journey;
  readonly effects: readonly Effect[];
  readonly remarks: readonly Remark[];
}

/** All that a turn is decided by besides the journey itself. */
export interface Circumstances {
  readonly scenario: Scenario;
  readonly now: Date;
  readonly person: Person;
  /** The latest response to each survey of this scenario. */
  readonly responses: Readonly<Record<string, Answered>>;
  /** Whether this survey may be asked now, by fatigue, quota, opening times and consent. */
  readonly mayAsk: (survey: string) => Permission;
}

export interface Person {
  readonly id: string;
  /** What the customer's systems have said of the person. */
  readonly attributes: VariableValues;
  /** IANA name; null: the scenario's own. */
  readonly timezone: string | null;
  readonly lang: string | null;
  /** Channels by which the person can be reached at all. */
  readonly channels: ReadonlySet<string>;
}

export interface Answered {
  readonly status: 'partial' | 'completed' | 'dismissed';
  /** As they are stored: a value and its time. */
  readonly answers: Answers;
}

export type Permission =
  | { readonly ask: true }
  /** `until`: when it is worth looking again; none: never. */
  | {
      readonly ask: false;
      readonly reason: SuppressionReason;
      readonly why: string;
      readonly until?: Time;
    };
