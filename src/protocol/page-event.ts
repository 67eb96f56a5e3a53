/** What a page, an app or a service worker has seen of an invitation. */
import * as z from 'zod/mini';

import { PushAddress } from './channel.ts';
import { EventId, EventName } from './event.ts';
import { Timestamp } from './identifiers.ts';
import { PresentedCode } from './invitation.ts';
import { LIMITS } from './limits.ts';
import type { Route } from './route.ts';
import { VariableValues } from './variables.ts';

const Token = z.string().check(z.minLength(1), z.maxLength(LIMITS.tokenBytes));

export const PageEvent = z.strictObject({
  /** `delivered`: a notification is shown. `opened`: it was tapped. `dismissed`: it was swept away, or the survey was closed. */
  type: z.enum(['delivered', 'opened', 'shown', 'dismissed']),
  /** By the device's clock. */
  at: z.optional(Timestamp),
});
export type PageEvent = z.infer<typeof PageEvent>;

/** Something that happened on the page, of the person whom the token names; only what is declared with `fromPages`. */
export const TrackedEvent = z.strictObject({
  type: z.literal('event'),
  name: EventName,
  /** Of the page's own: the same one of the same person is stored once. */
  id: z.optional(EventId),
  at: z.optional(Timestamp),
  properties: z.optional(VariableValues),
});
export type TrackedEvent = z.infer<typeof TrackedEvent>;

/** One credential: a deep-link code, the grant of the response, or a survey token that names an invitation. */
export const PageEventsRequest = z
  .strictObject({
    code: z.optional(PresentedCode),
    grant: z.optional(z.string().check(z.maxLength(LIMITS.tokenBytes))),
    token: z.optional(Token),
    events: z.array(z.union([PageEvent, TrackedEvent])).check(z.minLength(1), z.maxLength(50)),
  })
  .check(
    z.refine(
      ({ code, grant, token }) =>
        [code, grant, token].filter((one) => one !== undefined).length === 1,
      'needs one of "code", "grant" and "token"',
    ),
  );
export type PageEventsRequest = z.infer<typeof PageEventsRequest>;

/** The respondent is the token's: an anonymous one has no address. */
export const AddressRequest = z.strictObject({ token: Token, address: PushAddress });
export type AddressRequest = z.infer<typeof AddressRequest>;

/** It was taken, and there is nothing to say about it. */
export const Taken = z.object({ ok: z.literal(true) });
export type Taken = z.infer<typeof Taken>;

export const pageRoutes = {
  reportPageEvents: {
    method: 'POST',
    path: '/v1/page-events',
    summary: 'Tell what a page has seen: a notification shown, tapped, swept away.',
    body: PageEventsRequest,
    status: 200,
    reply: Taken,
  },
  addPushSubscription: {
    method: 'POST',
    path: '/v1/push-subscriptions',
    summary:
      'Register a device of the token’s respondent for push. The same one again is harmless.',
    body: AddressRequest,
    status: 200,
    reply: Taken,
  },
  removePushSubscription: {
    method: 'POST',
    path: '/v1/push-subscriptions/remove',
    summary: 'Send nothing to this device any more.',
    body: AddressRequest,
    status: 200,
    reply: Taken,
  },
} as const satisfies Record<string, Route>;
