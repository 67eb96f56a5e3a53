/** What happens to people, what is known of them, and what scenarios make of it. */
import type { ColumnType } from 'kysely';

import type {
  CardMapping,
  EventSource,
  EventTypeRequest,
  HookSource,
  InvitationStatus,
  Scenario,
  ScenarioStatus,
  SuppressionReason,
  VariableValues,
} from '../../protocol/index.ts';
import type { Asked, EventFacts, Journey, What } from '../scenarios/journey.ts';
import type { Json, Optional, OptionalJson, Time } from './columns.ts';

/** Something that happened to a person, by the id that the customer gave it. */
export interface EventsTable {
  project_id: string;
  id: string;
  name: string;
  respondent: string;
  /** When it happened. */
  at: Time;
  properties: Json<VariableValues>;
  /** Tells a repeat from another event under the same id. */
  content_hash: string;
  source: ColumnType<EventSource, EventSource | undefined, never>;
  created_at: Time;
}

/** What the properties of an event are held to. */
export interface EventTypesTable {
  project_id: string;
  name: string;
  declared: Json<EventTypeRequest>;
  updated_at: Time;
}

/** What the customer's systems have said of a person. */
export interface RespondentProfilesTable {
  project_id: string;
  respondent: string;
  attributes: Json<VariableValues>;
  lang: Optional<string>;
  timezone: Optional<string>;
  email: Optional<string>;
  updated_at: Time;
}

/** Who is asked what, by and by, after what has happened. */
export interface ScenariosTable {
  project_id: string;
  id: string;
  status: ScenarioStatus;
  draft: Json<Scenario>;
  /** The latest published version; null until the first. */
  version: Optional<number>;
  created_at: Time;
  updated_at: Time;
}

/** Immutable: a journey keeps to the version with which it began. */
export interface ScenarioVersionsTable {
  project_id: string;
  scenario_id: string;
  version: number;
  content: Json<Scenario>;
  /** The service's origin as whoever published has reached it: for links, where no public address is set. */
  reached_at: string;
  published_at: Time;
}

/** One person on the way through one scenario. */
export interface JourneysTable {
  project_id: string;
  id: string;
  scenario_id: string;
  version: number;
  respondent: string;
  /** Its key: what tells two journeys of one person apart. */
  occasion: string;
  /** That began it. */
  event: Json<EventFacts>;
  status: Journey['status'];
  /** Where it is; null when it is over. */
  step: string | null;
  since: Time;
  asked: Json<Readonly<Record<string, Asked>>>;
  /** When there is something to do for it by the clock; null: it waits for something else, or is over. */
  due_at: Optional<Time>;
  created_at: Time;
}

/** What an invitation of a journey has come to, and the journey has not heard yet. */
export interface JourneyNewsTable {
  project_id: string;
  id: string;
  journey_id: string;
  invitation_id: string;
  status: InvitationStatus;
  reason: Optional<SuppressionReason>;
  /** Since when it is to be told. */
  due_at: Time;
}

/** What the automation did, and why, for people who ask. */
export interface AutomationLogTable {
  project_id: string;
  id: string;
  scenario_id: string;
  /** Null: the person did not set out. */
  journey_id: string | null;
  respondent: string;
  occasion: string;
  step: string | null;
  survey_id: string | null;
  what: What;
  why: string;
  created_at: Time;
}

/** How often people are asked; `survey_id` is empty for the project. */
export interface AskingPoliciesTable {
  project_id: string;
  survey_id: string;
  policy: Json;
  updated_at: Time;
}

/** Who is not to be asked. Nobody is named, so that it outlives an erasure. */
export interface OptOutsTable {
  project_id: string;
  respondent_hash: string;
  via: 'respondent' | 'company';
  /** Null: for good. */
  until: string | null;
  created_at: Time;
}

/** Somebody who was let in, and counts as an answer for a while. */
export interface QuotaPlacesTable {
  project_id: string;
  survey_id: string;
  response_id: string;
  quota: string;
  expires_at: Time;
}

/** Where another system posts events. */
export interface HooksTable {
  project_id: string;
  id: string;
  name: string;
  source: ColumnType<HookSource, HookSource | undefined, never>;
  /** What a CRM's cards mean; null for what says all by itself. */
  mapping: OptionalJson<CardMapping>;
  /** SHA-256 of what its address ends with. */
  path_hash: string;
  /** By which it signs, or is known; sealed when the service has a key for that. */
  secret: string;
  /** Up to when its cards have been looked through. */
  read_until: Optional<Time>;
  /** When to look through them next; null: never. */
  due_at: Optional<Time>;
  /** When the latest message was taken. */
  last_at: Optional<Time>;
  created_at: Time;
}

/** Messages that have been taken: each counts once. */
export interface HookMessagesTable {
  project_id: string;
  hook_id: string;
  message_id: string;
  created_at: Time;
}
