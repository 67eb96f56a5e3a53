/**
 * Webhooks of other systems, by which events come in: signed as Standard Webhooks are, or as a CRM sends them. A CRM tells
 * only which card has changed; the rest is read there, with the credentials of a destination.
 */
import * as z from 'zod/mini';

import { EventName } from './event.ts';
import { DestinationId, HookId, LocalId, Timestamp } from './identifiers.ts';
import { page, paging } from './paging.ts';
import type { PrivateRoute } from './route.ts';

const name = z.string().check(z.minLength(1), z.maxLength(100));

/**
 * Where a value stands on a card: `id`, one of its own (`price`, `title`, `ufCrm_…`), or `field:` and the number of a custom
 * field (amoCRM). With `contact.` before it: on the card's first contact, there also `field:EMAIL`.
 */
export const CardPath = z
  .string()
  .check(
    z.regex(
      /^(contact\.)?(field:[A-Za-z0-9_]{1,64}|[A-Za-z][A-Za-z0-9_]{0,99})$/,
      'must be a name on the card, such as "id", "field:1234" or "contact.field:EMAIL"',
    ),
  );
export type CardPath = z.infer<typeof CardPath>;

/** What a change of a card means. */
const mapping = {
  name,
  /** By whose credentials cards are read. */
  destination: DestinationId,
  event: EventName,
  /** Which value is the respondent's id. */
  respondent: CardPath,
  /** Of the event. What is not on the card is left out. */
  properties: z.optional(z.record(LocalId, CardPath)),
};

const OtklikHook = z.strictObject({ source: z.optional(z.literal('otklik')), name });

const AmoCrmHook = z.strictObject({
  source: z.literal('amocrm'),
  ...mapping,
  /** Statuses that count; 142 is "won" in every pipeline, 143 "lost". Default: won. */
  statuses: z.optional(z.array(z.int()).check(z.minLength(1), z.maxLength(50))),
  /** Default: all. */
  pipelines: z.optional(z.array(z.int()).check(z.minLength(1), z.maxLength(50))),
});

const Bitrix24Hook = z.strictObject({
  source: z.literal('bitrix24'),
  ...mapping,
  entity: z.enum(['lead', 'deal']),
  /** What stages mean: `S` success, `F` failure, `P` still going on. Default: success. */
  stages: z.optional(z.array(z.enum(['S', 'F', 'P'])).check(z.minLength(1))),
  /** Of the outgoing webhook, by which its messages are known. */
  applicationToken: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Bitrix24 sends nothing twice: so often it is asked what has been missed. Default 15; 0: never. */
  reconcileMinutes: z.optional(z.int().check(z.minimum(0), z.maximum(24 * 60))),
});

export const HookRequest = z.union([AmoCrmHook, Bitrix24Hook, OtklikHook]);
export type HookRequest = z.infer<typeof HookRequest>;
/** The same without what is secret. */
export type CardMapping =
  | z.infer<typeof AmoCrmHook>
  | Omit<z.infer<typeof Bitrix24Hook>, 'applicationToken'>;

export const HookSource = z.enum(['otklik', 'amocrm', 'bitrix24']);
export type HookSource = z.infer<typeof HookSource>;

export const Hook = z.object({
  id: HookId,
  name: z.string(),
  source: HookSource,
  /** What it makes of a card, without what is secret. */
  mapping: z.nullable(z.record(z.string(), z.unknown())),
  /** When the latest message was taken; null: none was. */
  lastAt: z.nullable(Timestamp),
  createdAt: Timestamp,
});
export type Hook = z.infer<typeof Hook>;

/** Both are shown this once. */
export const NewHook = z.extend(Hook, {
  /** Where the other system posts to; part of it is secret. */
  url: z.string(),
  /** `whsec_…`, by which it signs; empty for a CRM, which does not. */
  secret: z.string(),
});
export type NewHook = z.infer<typeof NewHook>;

/** Not among the tables of routes: the body is verified as it stands, and is read before anything is parsed. */
export const HOOK_PATH = '/v1/hooks/{source}/{secret}';

const params = z.strictObject({ id: HookId });

export const hookRoutes = {
  createHook: {
    method: 'POST',
    path: '/v1/hooks',
    summary: 'An address to which another system may post what happened.',
    scope: 'events:write',
    body: HookRequest,
    status: 201,
    reply: NewHook,
  },
  listHooks: {
    method: 'GET',
    path: '/v1/hooks',
    summary: 'The addresses to which other systems post, newest first, without what is secret.',
    scope: 'events:write',
    query: paging,
    status: 200,
    reply: page(Hook),
  },
  deleteHook: {
    method: 'DELETE',
    path: '/v1/hooks/{id}',
    summary: 'Take nothing from this address any more.',
    scope: 'events:write',
    params,
    status: 200,
    reply: Hook,
  },
} as const satisfies Record<string, PrivateRoute>;
