/** What became of everything that was to arrive somewhere; and what a webhook carries. */
import * as z from 'zod/mini';

import { DeliveryType } from './destination.ts';
import {
  DeliveryId,
  DestinationId,
  RespondentId,
  ResponseId,
  SurveyId,
  Timestamp,
} from './identifiers.ts';
import { page, paging } from './paging.ts';
import { AnswerValue, QuestionStatus, ResponseStatus } from './response.ts';
import type { PrivateRoute } from './route.ts';
import { VariableValue } from './variables.ts';

/**
 * `pending`: to be sent, now or again. `delivered`: it has arrived. `failed`: it is not tried any more by itself.
 * `dropped`: there is nothing to send, since the response was erased, or belongs to no card.
 */
export const DeliveryStatus = z.enum(['pending', 'delivered', 'failed', 'dropped']);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const Delivery = z.object({
  /** The `webhook-id`: the same however often it is sent. */
  id: DeliveryId,
  destination: DestinationId,
  type: DeliveryType,
  /** The response, invitation, or payload in quarantine that it is about. */
  subject: z.string(),
  survey: z.nullable(SurveyId),
  respondent: z.nullable(RespondentId),
  /** Grows with each thing that is told of one subject: what is lower than what is known is old. */
  sequence: z.int(),
  occurredAt: Timestamp,
  status: DeliveryStatus,
  attempts: z.int(),
  /** What is or was in the way. */
  reason: z.nullable(z.string()),
  /** When it is tried next. */
  dueAt: z.nullable(Timestamp),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Delivery = z.infer<typeof Delivery>;

/** One call to another system. Bodies are cut short; nothing secret is in it. */
export const Exchange = z.object({
  method: z.string(),
  /** Without the parts that are secret. */
  url: z.string(),
  request: z.string(),
  /** Null: no answer came. */
  status: z.nullable(z.int()),
  answer: z.string(),
  durationMs: z.int(),
});
export type Exchange = z.infer<typeof Exchange>;

export const DeliveryAttempt = z.object({
  attempt: z.int(),
  at: Timestamp,
  durationMs: z.int(),
  /** `waiting`: the other side asked for time, and it does not count as a try. */
  outcome: z.enum(['delivered', 'failed', 'refused', 'waiting', 'stopped', 'dropped']),
  reason: z.nullable(z.string()),
  exchanges: z.array(Exchange),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

export const DeliveryWithAttempts = z.extend(Delivery, { log: z.array(DeliveryAttempt) });
export type DeliveryWithAttempts = z.infer<typeof DeliveryWithAttempts>;

/** By its form a receiver knows what to expect; it grows when something is taken away or changes its meaning. */
export const DELIVERY_SCHEMA_VERSION = 1;

/** An answer with the words of its question, so that whoever gets it needs not know the survey. */
export const DeliveredAnswer = z.object({
  title: z.string(),
  type: z.string(),
  value: AnswerValue,
  /** As people read it. */
  text: z.string(),
});
export type DeliveredAnswer = z.infer<typeof DeliveredAnswer>;

export const DeliveredResponse = z.object({
  id: ResponseId,
  status: ResponseStatus,
  revision: z.int(),
  /** The rest is not in a thin payload. */
  lang: z.optional(z.string()),
  respondent: z.optional(z.nullable(RespondentId)),
  startedAt: z.optional(Timestamp),
  updatedAt: z.optional(Timestamp),
  completedAt: z.optional(z.nullable(Timestamp)),
  answers: z.optional(z.record(z.string(), DeliveredAnswer)),
  questions: z.optional(z.record(z.string(), QuestionStatus)),
  variables: z.optional(z.record(z.string(), VariableValue)),
});
export type DeliveredResponse = z.infer<typeof DeliveredResponse>;

/** The body of a webhook. `response`, `invitation`, `quarantine` or `erasure` by its type. */
export const DeliveryPayload = z.object({
  type: DeliveryType,
  /** When it happened. */
  timestamp: Timestamp,
  data: z.object({
    schemaVersion: z.literal(DELIVERY_SCHEMA_VERSION),
    sequence: z.int(),
    survey: z.optional(
      z.object({ id: SurveyId, version: z.optional(z.int()), title: z.optional(z.string()) }),
    ),
    response: z.optional(DeliveredResponse),
    invitation: z.optional(
      z.object({
        id: z.string(),
        respondent: z.optional(z.nullable(z.string())),
        status: z.string(),
        reason: z.nullable(z.string()),
        variables: z.optional(z.record(z.string(), VariableValue)),
        /** Where its rule says so, and as long as it can be followed. */
        link: z.optional(z.string()),
      }),
    ),
    quarantine: z.optional(z.object({ id: z.string(), response: z.string(), reason: z.string() })),
    erasure: z.optional(z.object({ id: z.string(), respondent: z.string() })),
  }),
});
export type DeliveryPayload = z.infer<typeof DeliveryPayload>;

const params = z.strictObject({ id: DeliveryId });
const scope = 'destinations:write';

export const deliveryRoutes = {
  listDeliveries: {
    method: 'GET',
    path: '/v1/deliveries',
    summary: 'What was sent, is to be sent, or could not be, newest first.',
    scope,
    query: z.extend(paging, {
      destination: z.optional(DestinationId),
      status: z.optional(DeliveryStatus),
      survey: z.optional(SurveyId),
      respondent: z.optional(RespondentId),
      subject: z.optional(z.string().check(z.maxLength(200))),
    }),
    status: 200,
    reply: page(Delivery),
  },
  getDelivery: {
    method: 'GET',
    path: '/v1/deliveries/{id}',
    summary: 'One delivery with each try: what was asked, what was answered, how long it took.',
    scope,
    params,
    status: 200,
    reply: DeliveryWithAttempts,
  },
  replayDelivery: {
    method: 'POST',
    path: '/v1/deliveries/{id}/replay',
    summary: 'Send it again, under the same id.',
    scope,
    params,
    status: 202,
    reply: Delivery,
  },
} as const satisfies Record<string, PrivateRoute>;
