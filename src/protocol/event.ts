/** What happened to a person, as the customer's systems tell it. */
import * as z from 'zod/mini';

import { LocalId, RespondentId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { page, paging } from './paging.ts';
import { ProfileChange } from './profile.ts';
import { PointedError } from './response.ts';
import type { PrivateRoute } from './route.ts';
import { VariableType, VariableValues } from './variables.ts';

/** `order.delivered` */
export const EventName = z
  .string()
  .check(
    z.maxLength(LIMITS.idLength),
    z.regex(
      /^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$/,
      'must be lower-case words with dots, such as "order.delivered"',
    ),
  );

/** The customer's own: the same one is stored once, however often and by whichever way it comes. */
export const EventId = z
  .string()
  .check(z.regex(/^[\x21-\x7E]{1,200}$/, 'must be 1 to 200 plain characters without spaces'));

export const EventRequest = z.strictObject({
  /** Minted unless given; then only the request's Idempotency-Key keeps a repeat from being another event. */
  id: z.optional(EventId),
  name: EventName,
  respondent: RespondentId,
  /** When it happened: up to a year ago, up to 30 days ahead; now, unless set. */
  at: z.optional(Timestamp),
  properties: z.optional(VariableValues),
  /** What is to be remembered of the person as well, as `PUT /v1/respondents/{id}` does. */
  person: z.optional(ProfileChange),
});
export type EventRequest = z.infer<typeof EventRequest>;

/** One, or many that are taken one by one, so that a bad one costs only itself. */
export const EventsRequest = z.union([
  EventRequest,
  z.strictObject({
    events: z.array(z.unknown()).check(z.minLength(1), z.maxLength(LIMITS.eventsPerBatch)),
  }),
]);
export type EventsRequest = z.infer<typeof EventsRequest>;

/** `stored`: it is on disk. `duplicate`: one of this id already was. `refused`: `errors` says why. */
export const EventReceipt = z.object({
  /** Null: it had none that is usable. */
  id: z.nullable(z.string()),
  result: z.enum(['stored', 'duplicate', 'refused']),
  errors: z.optional(z.array(PointedError)),
  /** What was stored, and may be a mistake: a name or a property that nobody has declared. */
  warnings: z.optional(z.array(PointedError)),
});
export type EventReceipt = z.infer<typeof EventReceipt>;

/** In the order of the request. */
export const EventsReply = z.object({ results: z.array(EventReceipt) });
export type EventsReply = z.infer<typeof EventsReply>;

/** `api`: a system with a key. `page`: a page, of the person whom its token names. `hook`: a signed webhook. */
export const EventSource = z.enum(['api', 'page', 'hook']);
export type EventSource = z.infer<typeof EventSource>;

export const StoredEvent = z.object({
  id: z.string(),
  name: z.string(),
  respondent: z.string(),
  at: Timestamp,
  properties: VariableValues,
  source: EventSource,
  receivedAt: Timestamp,
});
export type StoredEvent = z.infer<typeof StoredEvent>;

/** An event whose properties are declared is held to them; others are taken as they come, and reported. */
export const EventTypeRequest = z.strictObject({
  properties: z
    .record(LocalId, z.strictObject({ type: VariableType, required: z.optional(z.boolean()) }))
    .check(
      z.refine(
        (declared) => Object.keys(declared).length <= LIMITS.variablesPerSurvey,
        'too many properties',
      ),
    ),
  /** Whether pages may tell it too, of the person whom their token names; not unless set. */
  fromPages: z.optional(z.boolean()),
});
export type EventTypeRequest = z.infer<typeof EventTypeRequest>;

export const EventType = z.object({
  name: z.string(),
  /** Null: nobody has declared it, and such events have come. */
  declared: z.nullable(EventTypeRequest),
  /** When the latest has come; null: none has. */
  lastAt: z.nullable(Timestamp),
});
export type EventType = z.infer<typeof EventType>;

const params = z.strictObject({ name: EventName });

export const eventRoutes = {
  sendEvents: {
    method: 'POST',
    path: '/v1/events',
    summary: 'Tell what happened, one event or up to 500. The same id is stored once.',
    scope: 'events:write',
    body: EventsRequest,
    status: 200,
    reply: EventsReply,
  },
  listEvents: {
    method: 'GET',
    path: '/v1/events',
    summary: 'Events, the latest first by the time at which they came.',
    scope: 'responses:read',
    query: z.extend(paging, {
      respondent: z.optional(RespondentId),
      name: z.optional(EventName),
    }),
    status: 200,
    reply: page(StoredEvent),
  },
  listEventTypes: {
    method: 'GET',
    path: '/v1/event-types',
    summary: 'Events that are declared, and those that come without.',
    scope: 'surveys:read',
    status: 200,
    reply: z.object({ items: z.array(EventType) }),
  },
  putEventType: {
    method: 'PUT',
    path: '/v1/event-types/{name}',
    summary: 'Declare the properties of an event: what does not fit is refused from now on.',
    scope: 'surveys:write',
    params,
    body: EventTypeRequest,
    status: 200,
    reply: EventType,
  },
  deleteEventType: {
    method: 'DELETE',
    path: '/v1/event-types/{name}',
    summary: 'Hold events of this name to nothing any more.',
    scope: 'surveys:write',
    params,
    status: 200,
    reply: EventType,
  },
} as const satisfies Record<string, PrivateRoute>;
