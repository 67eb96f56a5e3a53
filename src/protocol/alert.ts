/** Rules by which somebody is told that something goes wrong: once when it begins, once when it is over. */
import * as z from 'zod/mini';

import { AlertId, ScenarioId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { page, paging } from './paging.ts';
import type { PrivateRoute } from './route.ts';

const Minutes = z.int().check(z.minimum(1), z.maximum(LIMITS.alertMinutes));
const Count = z.int().check(z.minimum(0));

export const AlertCondition = z.discriminatedUnion('on', [
  /** More than `over` payloads with answers were set aside within `minutes`. */
  z.strictObject({ on: z.literal('quarantine'), over: Count, minutes: Minutes }),
  /** More than `over` survey tokens were invalid or expired within `minutes`. */
  z.strictObject({ on: z.literal('tokens-refused'), over: Count, minutes: Minutes }),
  /** More than `over` messages to push services failed for good within `minutes`. */
  z.strictObject({ on: z.literal('pushes-failing'), over: Count, minutes: Minutes }),
  /** A push service refuses the project's credentials. */
  z.strictObject({ on: z.literal('push-stopped') }),
  /** More than `over` deliveries to destinations were given up within `minutes`. */
  z.strictObject({ on: z.literal('deliveries-failing'), over: Count, minutes: Minutes }),
  /** The service has stopped a destination, or nothing has arrived at one for `minutes`. */
  z.strictObject({ on: z.literal('destination-stopped'), minutes: Minutes }),
  /** Something has been due for more than `minutes`: nobody does it. */
  z.strictObject({ on: z.literal('queue-age'), minutes: Minutes }),
  /** Nobody has set out on this scenario for `minutes`, although it is published. */
  z.strictObject({ on: z.literal('scenario-silent'), scenario: ScenarioId, minutes: Minutes }),
]);
export type AlertCondition = z.infer<typeof AlertCondition>;

const Address = z
  .string()
  .check(
    z.maxLength(LIMITS.urlLength),
    z.regex(/^https?:\/\/[^\s@]+$/, 'must be an https address without a name in it'),
  );

/**
 * `webhook`: signed as Standard Webhooks are. `slack`: an incoming webhook of Slack. `email`: through the project's own
 * mail server.
 */
export const AlertTarget = z.union([
  z.strictObject({ kind: z.enum(['webhook', 'slack']), url: Address }),
  z.strictObject({
    kind: z.literal('email'),
    address: z.email().check(z.maxLength(LIMITS.emailLength)),
  }),
]);
export type AlertTarget = z.infer<typeof AlertTarget>;

export const AlertRequest = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  when: AlertCondition,
  to: z.array(AlertTarget).check(z.minLength(1), z.maxLength(LIMITS.alertTargets)),
});
export type AlertRequest = z.infer<typeof AlertRequest>;

export const Alert = z.object({
  id: AlertId,
  name: z.string(),
  when: AlertCondition,
  /** Where it is told; of an address only its origin, or its domain, for the rest may be a secret. */
  to: z.array(z.object({ kind: z.enum(['webhook', 'slack', 'email']), origin: z.string() })),
  state: z.enum(['quiet', 'raised']),
  /** Since when it has been so. */
  since: Timestamp,
  /** What was found, in words, when it was looked at last; null: not yet. */
  found: z.nullable(z.string()),
  lookedAt: z.nullable(Timestamp),
  createdAt: Timestamp,
});
export type Alert = z.infer<typeof Alert>;

/** `secret` verifies the webhooks of this alert; shown this once. */
export const NewAlert = z.extend(Alert, { secret: z.string() });
export type NewAlert = z.infer<typeof NewAlert>;

/** What a webhook carries. Its id is the same however often it arrives. */
export const AlertNotice = z.object({
  type: z.enum(['alert.raised', 'alert.cleared', 'alert.test']),
  timestamp: Timestamp,
  data: z.object({
    id: AlertId,
    name: z.string(),
    when: AlertCondition,
    since: Timestamp,
    found: z.string(),
  }),
});
export type AlertNotice = z.infer<typeof AlertNotice>;

const params = z.strictObject({ id: AlertId });

export const alertRoutes = {
  createAlert: {
    method: 'POST',
    path: '/v1/alerts',
    summary: 'Be told once when something goes wrong, and once when it is well again.',
    scope: 'destinations:write',
    body: AlertRequest,
    status: 201,
    reply: NewAlert,
  },
  listAlerts: {
    method: 'GET',
    path: '/v1/alerts',
    summary: 'Alerts with where each stands, newest first.',
    scope: 'destinations:write',
    query: paging,
    status: 200,
    reply: page(Alert),
  },
  testAlert: {
    method: 'POST',
    path: '/v1/alerts/{id}/test',
    summary: 'Tell all of its targets something, to see that it arrives.',
    scope: 'destinations:write',
    params,
    status: 202,
    reply: Alert,
  },
  deleteAlert: {
    method: 'DELETE',
    path: '/v1/alerts/{id}',
    summary: 'Watch for this no more.',
    scope: 'destinations:write',
    params,
    status: 200,
    reply: Alert,
  },
} as const satisfies Record<string, PrivateRoute>;
