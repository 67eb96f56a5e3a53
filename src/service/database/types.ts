import type { ColumnType } from 'kysely';
import type {
  Alert,
  AlertCondition,
  Channel,
  InvitationAttempt,
  InvitationStatus,
  OnPageRule,
  PushAddress,
  Reachable,
  PushChannel,
  SendingChannel,
  SuppressionReason,
  VariableValues,
} from '../../protocol/index.ts';
import type {
  AskingPoliciesTable,
  AutomationLogTable,
  EventsTable,
  EventTypesTable,
  HookMessagesTable,
  HooksTable,
  JourneyNewsTable,
  JourneysTable,
  OptOutsTable,
  QuotaPlacesTable,
  RespondentProfilesTable,
  ScenariosTable,
  ScenarioVersionsTable,
} from './automation-tables.ts';
import type { Json, Optional, OptionalJson, Time } from './columns.ts';
import type {
  DeliveriesTable,
  DeliveryAttemptsTable,
  DestinationsTable,
  NoticesTable,
  ReadingLinksTable,
} from './delivery-tables.ts';

export type * from './automation-tables.ts';
export type * from './delivery-tables.ts';
export type { Json, Time } from './columns.ts';

/** Every table has `project_id` first in its key; ids are random text, never a sequence. */
export interface Tables {
  projects: ProjectsTable;
  api_keys: ApiKeysTable;
  signing_keys: SigningKeysTable;
  surveys: SurveysTable;
  survey_versions: SurveyVersionsTable;
  sessions: SessionsTable;
  responses: ResponsesTable;
  response_grants: ResponseGrantsTable;
  quarantine: QuarantineTable;
  files: FilesTable;
  file_pieces: FilePiecesTable;
  tombstones: TombstonesTable;
  erasures: ErasuresTable;
  invitations: InvitationsTable;
  push_addresses: PushAddressesTable;
  push_channels: PushChannelsTable;
  pushes: PushesTable;
  on_page_rules: OnPageRulesTable;
  events: EventsTable;
  event_types: EventTypesTable;
  respondent_profiles: RespondentProfilesTable;
  scenarios: ScenariosTable;
  scenario_versions: ScenarioVersionsTable;
  journeys: JourneysTable;
  journey_news: JourneyNewsTable;
  automation_log: AutomationLogTable;
  hooks: HooksTable;
  hook_messages: HookMessagesTable;
  asking_policies: AskingPoliciesTable;
  opt_outs: OptOutsTable;
  quota_places: QuotaPlacesTable;
  destinations: DestinationsTable;
  notices: NoticesTable;
  deliveries: DeliveriesTable;
  delivery_attempts: DeliveryAttemptsTable;
  reading_links: ReadingLinksTable;
  alerts: AlertsTable;
  signals: SignalsTable;
  idempotency_keys: IdempotencyKeysTable;
}

/** A tenant. Its `id` is everybody else's `project_id`. */
export interface ProjectsTable {
  id: string;
  name: string;
  /** Origins whose pages may show this project's surveys when a token names none. */
  origins: Json<string[]>;
  /** From which deep-link codes are made; null until the first invitation. */
  code_secret: Optional<string>;
  created_at: Time;
}

export interface ApiKeysTable {
  project_id: string;
  id: string;
  /** SHA-256 of the key; the key itself is shown once and kept nowhere. */
  hash: string;
  name: string;
  scopes: Json<string[]>;
  expires_at: Optional<Time>;
  revoked_at: Optional<Time>;
  last_used_at: Optional<Time>;
  created_at: Time;
}

/** Keys that sign survey tokens. The service has both halves of its own, and only the public half of a customer's. */
export interface SigningKeysTable {
  project_id: string;
  kid: string;
  owner: 'service' | 'customer';
  public_jwk: Json;
  private_jwk: OptionalJson;
  created_at: Time;
  revoked_at: Optional<Time>;
}

export interface SurveysTable {
  project_id: string;
  id: string;
  status: 'draft' | 'published' | 'closed';
  draft: Json;
  /** The latest published version; null until the first. */
  version: Optional<number>;
  /** Days for which responses are kept; null: no end. */
  retention_days: Optional<number>;
  created_at: Time;
  updated_at: Time;
}

/** Immutable: a published version is never updated. */
export interface SurveyVersionsTable {
  project_id: string;
  survey_id: string;
  version: number;
  content: Json;
  published_at: Time;
}

/** A survey token's `jti` opens one session; the response that it opened may ask again. */
export interface SessionsTable {
  project_id: string;
  jti: string;
  survey_id: string;
  response_id: string;
  created_at: Time;
  expires_at: Time;
}

/** One row per response; a higher revision replaces the document. */
export interface ResponsesTable {
  project_id: string;
  id: string;
  survey_id: string;
  version: number;
  /** The customer's own id for the person; null for an anonymous response. */
  respondent: Optional<string>;
  status: 'partial' | 'completed' | 'dismissed';
  revision: number;
  /** Hash of the grant that wrote last: tells a repeat from another device's revision. */
  writer: string;
  /** Answers and timings, as the widget sent them and the engine accepted them. */
  document: Json;
  content_hash: string;
  /** Status per question. */
  questions: Json;
  /** Values with their provenance. */
  variables: Json;
  page_context: Json;
  /** Until when revisions are accepted. */
  deadline: Time;
  created_at: Time;
  updated_at: Time;
  completed_at: Optional<Time>;
}

/** The right to write revisions of one response, stored by its SHA-256. */
export interface ResponseGrantsTable {
  project_id: string;
  hash: string;
  response_id: string;
  survey_id: string;
  version: number;
  respondent: Optional<string>;
  /** The page's origin when the session was opened; null outside of a browser. */
  origin: Optional<string>;
  org: OptionalJson<string[]>;
  /** The signed variables. */
  variables: Json;
  lang: Optional<string>;
  expires_at: Time;
  created_at: Time;
}

type QuarantineState = 'kept' | 'repaired' | 'discarded';

/** Payloads with answers that could not be accepted, kept for repair; the same one is kept once. */
export interface QuarantineTable {
  project_id: string;
  id: string;
  response_id: string;
  survey_id: string;
  reason: string;
  payload: Json;
  errors: Json;
  content_hash: string;
  /** The grant that it came with, and so whose answers they are. */
  grant_hash: string;
  version: number;
  state: ColumnType<QuarantineState, QuarantineState | undefined, QuarantineState>;
  /** How it ended; null while it is kept. */
  settled: OptionalJson;
  created_at: Time;
}

/** A file that an answer names, or may come to name; its content is in pieces. */
export interface FilesTable {
  project_id: string;
  response_id: string;
  id: string;
  question_id: string;
  name: string;
  /** Media type. */
  type: string;
  /** Of the whole file. */
  bytes: number;
  /** Bytes on disk, from the beginning without a gap. */
  received: number;
  /** Of the whole; null until it is complete. */
  sha256: Optional<string>;
  created_at: Time;
  completed_at: Optional<Time>;
  /** Until when pieces are accepted; null once it is known that the file stays. */
  expires_at: Optional<Time>;
}

export interface FilePiecesTable {
  project_id: string;
  response_id: string;
  file_id: string;
  /** Where in the file it begins. */
  start: number;
  content: Uint8Array;
}

/** Responses of erased people: a late offline answer finds its tombstone and is dropped. */
export interface TombstonesTable {
  project_id: string;
  response_hash: string;
  erased_at: Time;
}

/** Deletion receipts. */
export interface ErasuresTable {
  project_id: string;
  id: string;
  respondent_hash: string;
  responses: number;
  requested_at: Time;
}

/** One respondent is to be asked one survey. The code of its link is nowhere: it is derived again. */
export interface InvitationsTable {
  project_id: string;
  id: string;
  survey_id: string;
  respondent: string;
  variables: Json<VariableValues>;
  channels: Json<Channel[]>;
  /** Given with the invitation, besides those that devices have registered. */
  addresses: Json<Reachable[]>;
  strict: boolean;
  lang: Optional<string>;
  /** The customer's page that the link leads to; null: the service's own. */
  page: Optional<string>;
  /** The service's origin as whoever invited has reached it: for links, where no public address is set. */
  reached_at: string;
  code_hash: string;
  status: InvitationStatus;
  reason: Optional<SuppressionReason>;
  /** When it first came to each status. */
  history: Json<Partial<Record<InvitationStatus, Time>>>;
  attempts: Json<InvitationAttempt[]>;
  send_at: Time;
  remind_at: Optional<Time>;
  reminded_at: Optional<Time>;
  expires_at: Time;
  /** When there is something to do for it next; null: never again. */
  due_at: Optional<Time>;
  /** The one response that it leads to; null until its link is opened. */
  response_id: Optional<string>;
  /** What the first device asked for, by which a `strict` one knows it again. */
  device: Optional<string>;
  /** When the code was first exchanged. */
  exchanged_at: Optional<Time>;
  /** Of the scenario that has made it; null: somebody else has. */
  journey_id: Optional<string>;
  /** Whether it is sent although the person may not be asked by the project's policies. */
  even_if_tired: ColumnType<boolean, boolean | undefined, boolean>;
  created_at: Time;
}

/** Where a push service finds a device. Whoever registered it last is its respondent. */
export interface PushAddressesTable {
  project_id: string;
  /** Of channel and token, or endpoint. */
  hash: string;
  respondent: string;
  channel: PushChannel;
  address: Json<PushAddress>;
  created_at: Time;
  last_used_at: Time;
}

/** How a project reaches a push service. */
export interface PushChannelsTable {
  project_id: string;
  channel: SendingChannel;
  /** What may be shown. */
  settings: Json;
  /** JSON of the credentials, sealed when the service has a key for that (push/sealed-secrets.ts). */
  secrets: string;
  /** Of each credential, by its name. */
  fingerprints: Json<Record<string, string>>;
  /** Since when the push service refuses the credentials; null: it does not. */
  stopped_at: Optional<Time>;
  stopped_because: Optional<string>;
  updated_at: Time;
}

/** What one device was sent of one invitation. Ends with the invitation. */
export interface PushesTable {
  project_id: string;
  invitation_id: string;
  address_hash: string;
  reminder: boolean;
  channel: SendingChannel;
  /** `withdrawn`: taken back, or to be. */
  state: 'queued' | 'sent' | 'gone' | 'failed' | 'withdrawn';
  updated_at: Time;
}

/** When pages ask, one document for each project. */
export interface OnPageRulesTable {
  project_id: string;
  rules: Json<OnPageRule[]>;
  /** Grows with each change. */
  revision: number;
  updated_at: Time;
}

/** Who is told when something goes wrong, and whether it does. */
export interface AlertsTable {
  project_id: string;
  id: string;
  name: string;
  condition: Json<AlertCondition>;
  /** JSON of the targets with their addresses, sealed when the service has a key for that. */
  targets: string;
  /** What may be shown of them. */
  origins: Json<Alert['to']>;
  /** Signs webhooks; sealed. */
  secret: string;
  state: Alert['state'];
  /** Since when it has been in this state. */
  since: Time;
  found: Optional<string>;
  looked_at: Optional<Time>;
  /** When to look next. */
  due_at: Time;
  created_at: Time;
}

/** How often something happened in one minute, over all nodes. */
export interface SignalsTable {
  project_id: string;
  signal: string;
  minute: Time;
  times: number;
}

/** What a private write answered, so that a repeat of it gets the same answer. */
export interface IdempotencyKeysTable {
  project_id: string;
  key: string;
  route: string;
  request_hash: string;
  status: number;
  body: Json;
  created_at: Time;
}
