/** Where answers and events go: a webhook, a chat, a CRM, a mailbox. Each as its own system wants them. */
import * as z from 'zod/mini';

import { Condition } from './condition.ts';
import { DestinationId, LocalId, SurveyId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { InvitationStatus } from './invitation.ts';
import { page, paging } from './paging.ts';
import { ResponseStatus } from './response.ts';
import type { PrivateRoute } from './route.ts';

/** Whoever makes an invitation knows that it is there. */
const INVITATION_EVENTS = InvitationStatus.options.flatMap((status) =>
  status === 'scheduled' ? [] : (`invitation.${status}` as const),
);

/**
 * What is told. `response.partial`: every later revision of an unfinished response, also of one that was dismissed.
 * `respondent.erased`: forget this person too.
 */
export const DeliveryEvent = z.enum([
  'response.started',
  'response.partial',
  'response.completed',
  'response.quarantined',
  'respondent.erased',
  ...INVITATION_EVENTS,
]);
export type DeliveryEvent = z.infer<typeof DeliveryEvent>;

/**
 * `otklik.test`: sent by hand, with made-up answers. `otklik.digest`: all of an hour or a day. `otklik.fetch`: the card that a
 * message of the CRM is about is read.
 */
export const DeliveryType = z.enum([
  ...DeliveryEvent.options,
  'otklik.test',
  'otklik.digest',
  'otklik.fetch',
]);
export type DeliveryType = z.infer<typeof DeliveryType>;

const Address = z
  .string()
  .check(
    z.maxLength(LIMITS.urlLength),
    z.regex(/^https?:\/\/[^\s@]+$/, 'must be an https address without a name in it'),
  );
const Secret = z.string().check(z.minLength(1), z.maxLength(4000));
const Words = z.string().check(z.minLength(1), z.maxLength(LIMITS.textLength));
/** An answer by its question's id, `variable.` and its name, or `respondent`. */
export const DeliveryField = z
  .string()
  .check(
    z.regex(
      /^(respondent|(variable\.)?[A-Za-z][A-Za-z0-9_]{0,63})$/,
      'must be the id of a question, "variable." and a name, or "respondent"',
    ),
  );
export type DeliveryField = z.infer<typeof DeliveryField>;

/** A task for somebody in the CRM, where an answer asks for one. */
const Task = z.strictObject({
  /** Absent: for every response that is delivered. */
  when: z.optional(Condition),
  text: Words,
  withinHours: z.int().check(z.minimum(1), z.maximum(24 * 90)),
});

/** Which variable names the deal (or contact) that a response belongs to; a response without it has nowhere to go. */
const card = {
  idFrom: LocalId,
  /** The answers as text, in the card's history. Default true. */
  note: z.optional(z.boolean()),
  task: z.optional(Task),
};

const WebhookTarget = z.strictObject({
  kind: z.literal('webhook'),
  url: Address,
  /** `thin`: ids only; the receiver reads the response with its own key. Default `full`. */
  payload: z.optional(z.enum(['full', 'thin'])),
});

const SlackTarget = z.strictObject({ kind: z.literal('slack'), url: Address });

const AmoCrmTarget = z.strictObject({
  kind: z.literal('amocrm'),
  /** `https://example.amocrm.ru`. */
  url: Address,
  auth: z.union([
    /** A private integration's long-lived token. */
    z.strictObject({ token: Secret }),
    /** OAuth 2.0: the refresh token changes with each use, and is kept by the service from then on. */
    z.strictObject({
      clientId: Secret,
      clientSecret: Secret,
      redirectUri: Address,
      refreshToken: Secret,
      /** Kept by the service. */
      accessToken: z.optional(Secret),
      expiresAt: z.optional(Timestamp),
    }),
  ]),
  entity: z.enum(['leads', 'contacts', 'companies', 'customers']),
  ...card,
  /** Which field of the card takes which answer: its number in amoCRM. */
  fields: z.optional(z.record(DeliveryField, z.int().check(z.positive()))),
});

const Bitrix24Target = z.strictObject({
  kind: z.literal('bitrix24'),
  /** The address of an inbound webhook: `https://example.bitrix24.ru/rest/1/secret`. */
  url: Address,
  entity: z.enum(['lead', 'deal', 'contact', 'company']),
  ...card,
  /** Which field of the card takes which answer: `ufCrm_…`, or one of its own. */
  fields: z.optional(
    z.record(DeliveryField, z.string().check(z.regex(/^[a-zA-Z][A-Za-z0-9_]{0,99}$/))),
  ),
});

const EmailTarget = z.strictObject({
  kind: z.literal('email'),
  to: z
    .array(z.email().check(z.maxLength(LIMITS.emailLength)))
    .check(z.minLength(1), z.maxLength(LIMITS.alertTargets)),
  /** Each at once, or all of an hour, or of a day, in one letter. Default `each`. */
  every: z.optional(z.enum(['each', 'hour', 'day'])),
});

const PowerBiTarget = z.strictObject({
  kind: z.literal('power-bi'),
  tenant: z.string().check(z.regex(/^[A-Za-z0-9.-]{1,100}$/)),
  clientId: Secret,
  clientSecret: Secret,
  group: z.string().check(z.regex(/^[A-Za-z0-9-]{1,100}$/)),
  dataset: z.string().check(z.regex(/^[A-Za-z0-9-]{1,100}$/)),
  table: z.string().check(z.regex(/^[A-Za-z0-9_ -]{1,100}$/)),
  /** Where Power BI and its sign-in are, if not at Microsoft's own addresses. */
  api: z.optional(Address),
  login: z.optional(Address),
});

export const DestinationTarget = z.discriminatedUnion('kind', [
  WebhookTarget,
  SlackTarget,
  AmoCrmTarget,
  Bitrix24Target,
  EmailTarget,
  PowerBiTarget,
]);
export type DestinationTarget = z.infer<typeof DestinationTarget>;
export type DestinationKind = DestinationTarget['kind'];
export type TargetOf<Kind extends DestinationKind> = Extract<DestinationTarget, { kind: Kind }>;

/**
 * `drop`: not sent. `hash`: the same value gives the same code, and nobody can go back. `mask`: addresses of mail and
 * numbers of telephones in a text are blotted out.
 */
export const Redaction = z.enum(['drop', 'hash', 'mask']);
export type Redaction = z.infer<typeof Redaction>;

/** What goes there, and how much of it. */
export const DestinationRule = z.strictObject({
  /** Default: `response.completed`. */
  events: z.optional(z.array(DeliveryEvent).check(z.minLength(1), z.maxLength(20))),
  /** Default: all surveys. */
  surveys: z.optional(z.array(SurveyId).check(z.minLength(1), z.maxLength(100))),
  /** Of responses. Default: any. */
  statuses: z.optional(z.array(ResponseStatus).check(z.minLength(1), z.maxLength(3))),
  /** On answers and variables of a response, such as a score of six or less. */
  when: z.optional(Condition),
  /** Nothing else leaves. Default: all, but only inside the country. */
  fields: z.optional(z.array(DeliveryField).check(z.maxLength(LIMITS.questionsPerSurvey))),
  redact: z.optional(z.record(DeliveryField, Redaction)),
  /** Whether the links of invitations go along: whoever has one may answer as that person. */
  links: z.optional(z.boolean()),
  /** In which answers are told as text. Default: the language of the response. */
  lang: z.optional(z.string().check(z.maxLength(20))),
});
export type DestinationRule = z.infer<typeof DestinationRule>;

export const DestinationRequest = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  target: DestinationTarget,
  rule: z.optional(DestinationRule),
  /** Whether answers leave the operator's country on this way: then `rule.fields` says which. Slack and Power BI do. */
  crossBorder: z.optional(z.boolean()),
});
export type DestinationRequest = z.infer<typeof DestinationRequest>;

/** `paused` by its owner; `stopped` by the service, and `reason` says why. Either way nothing is lost: it waits. */
export const DestinationStatus = z.enum(['active', 'paused', 'stopped']);
export type DestinationStatus = z.infer<typeof DestinationStatus>;

export const Destination = z.object({
  id: DestinationId,
  name: z.string(),
  kind: z.enum(['webhook', 'slack', 'amocrm', 'bitrix24', 'email', 'power-bi']),
  /** Without what is secret; of an address that is one, its origin. */
  target: z.record(z.string(), z.unknown()),
  rule: DestinationRule,
  crossBorder: z.boolean(),
  status: DestinationStatus,
  reason: z.nullable(z.string()),
  /** Since when nothing has arrived, although it was tried. */
  failingSince: z.nullable(Timestamp),
  /** Until when nothing is tried: it has failed too often, or asked for time. */
  restsUntil: z.nullable(Timestamp),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Destination = z.infer<typeof Destination>;

/** `secret`: by which the receiver of a webhook verifies it. Shown this once. */
export const NewDestination = z.extend(Destination, { secret: z.string() });
export type NewDestination = z.infer<typeof NewDestination>;

/** Of a test, and of what is sent again. */
export const ReplayRequest = z.strictObject({
  /** By when it happened. */
  since: z.optional(Timestamp),
  until: z.optional(Timestamp),
  /** Default `failed`; `all` sends what has arrived once more, under the same ids. */
  which: z.optional(z.enum(['failed', 'all'])),
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;

const params = z.strictObject({ id: DestinationId });
const scope = 'destinations:write';

export const destinationRoutes = {
  createDestination: {
    method: 'POST',
    path: '/v1/destinations',
    summary: 'Send answers and events there from now on.',
    scope,
    body: DestinationRequest,
    status: 201,
    reply: NewDestination,
  },
  listDestinations: {
    method: 'GET',
    path: '/v1/destinations',
    summary: 'Destinations and how each is, newest first.',
    scope,
    query: paging,
    status: 200,
    reply: page(Destination),
  },
  getDestination: {
    method: 'GET',
    path: '/v1/destinations/{id}',
    summary: 'One destination and how it is.',
    scope,
    params,
    status: 200,
    reply: Destination,
  },
  putDestination: {
    method: 'PUT',
    path: '/v1/destinations/{id}',
    summary: 'Set it up anew, credentials included; what waits for it goes on.',
    scope,
    params,
    body: DestinationRequest,
    status: 200,
    reply: Destination,
  },
  pauseDestination: {
    method: 'POST',
    path: '/v1/destinations/{id}/pause',
    summary: 'Send nothing there for now; what happens meanwhile waits.',
    scope,
    params,
    status: 200,
    reply: Destination,
  },
  resumeDestination: {
    method: 'POST',
    path: '/v1/destinations/{id}/resume',
    summary: 'Send again, what has waited first.',
    scope,
    params,
    status: 200,
    reply: Destination,
  },
  rotateDestinationSecret: {
    method: 'POST',
    path: '/v1/destinations/{id}/rotate-secret',
    summary: 'A new secret for the signatures; for a day webhooks are signed by both.',
    scope,
    params,
    status: 200,
    reply: NewDestination,
  },
  testDestination: {
    method: 'POST',
    path: '/v1/destinations/{id}/test',
    summary: 'Send made-up answers there, to see that they arrive.',
    scope,
    params,
    status: 202,
    reply: z.object({ delivery: z.string() }),
  },
  replayDestination: {
    method: 'POST',
    path: '/v1/destinations/{id}/replay',
    summary: 'Send a range of its deliveries again.',
    scope,
    params,
    body: ReplayRequest,
    status: 202,
    reply: z.object({ replayed: z.int() }),
  },
  deleteDestination: {
    method: 'DELETE',
    path: '/v1/destinations/{id}',
    summary: 'Send nothing there any more; its log goes too.',
    scope,
    params,
    status: 200,
    reply: Destination,
  },
} as const satisfies Record<string, PrivateRoute>;
