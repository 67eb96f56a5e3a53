/** Where answers go, and what became of each on its way there. */
import type {
  DeliveryAttempt,
  DeliveryEvent,
  DeliveryStatus,
  DeliveryType,
  DestinationKind,
  DestinationRule,
  DestinationStatus,
  Exchange,
} from '../../protocol/index.ts';
import type { Json, Optional, OptionalJson, Time } from './columns.ts';

export interface DestinationsTable {
  project_id: string;
  id: string;
  name: string;
  kind: DestinationKind;
  /** What may be shown of the target. */
  shown: Json<Record<string, unknown>>;
  /** JSON of the whole target, sealed when the service has a key for that. */
  secrets: string;
  /** JSON of the secrets by which webhooks are signed, the newest first; sealed. */
  signing: string;
  rule: Json<DestinationRule>;
  /** Those of the rule, or what is meant where it names none. */
  events: Json<DeliveryEvent[]>;
  cross_border: boolean;
  status: DestinationStatus;
  reason: Optional<string>;
  /** In a row, the last ones. */
  failures: number;
  failing_since: Optional<Time>;
  rests_until: Optional<Time>;
  /** The node that sends there now, one at a time, so that limits are held over all nodes. */
  holder: Optional<string>;
  held_until: Optional<Time>;
  created_at: Time;
  updated_at: Time;
}

/** What is to be told, until it is known to whom. Written in the transaction in which it happens. */
export interface NoticesTable {
  project_id: string;
  id: string;
  type: DeliveryEvent;
  subject: string;
  survey_id: string | null;
  respondent: string | null;
  sequence: number;
  /** What cannot be read at its subject later. */
  facts: Json<DeliveryFacts>;
  at: Time;
  due_at: Optional<Time>;
}

export interface DeliveryFacts {
  readonly status?: string;
  readonly reason?: string | null;
  readonly response?: string;
  /** Of an erasure: whom to forget. Taken out once that has been told. */
  readonly erased?: string;
  /** Of a card to read, or of all that have changed since: by which mapping. */
  readonly hook?: string;
  readonly since?: string;
}

/** One notice for one destination. What is sent is read when it is sent: here is no answer of anybody. */
export interface DeliveriesTable {
  project_id: string;
  id: string;
  destination_id: string;
  type: DeliveryType;
  subject: string;
  survey_id: string | null;
  respondent: string | null;
  sequence: number;
  facts: Json<DeliveryFacts>;
  occurred_at: Time;
  status: DeliveryStatus;
  /** Tries in all. */
  attempts: number;
  /** Tries that count: when there are as many as there may be, it is over. */
  failures: number;
  /** Since when a try is under way, or what became of it is not known. */
  begun_at: Optional<Time>;
  /** What the other side is known to have taken, by step: it is not asked for it again. */
  effects: Json<Readonly<Record<string, string>>>;
  reason: Optional<string>;
  /** When there is something to do; null: it is over. */
  due_at: Optional<Time>;
  created_at: Time;
  updated_at: Time;
}

export interface DeliveryAttemptsTable {
  project_id: string;
  delivery_id: string;
  attempt: number;
  outcome: DeliveryAttempt['outcome'];
  reason: string | null;
  exchanges: Json<Exchange[]>;
  duration_ms: number;
  begun_at: Time;
}

/** Under which somebody without a key reads one survey. */
export interface ReadingLinksTable {
  project_id: string;
  id: string;
  survey_id: string;
  name: string;
  /** SHA-256 of what its address ends with. */
  path_hash: string;
  texts: 'ids' | 'labels';
  lang: Optional<string>;
  fields: OptionalJson<string[]>;
  expires_at: Optional<Time>;
  last_used_at: Optional<Time>;
  created_at: Time;
}
