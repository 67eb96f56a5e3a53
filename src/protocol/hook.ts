/** Webhooks of other systems, by which events come in: signed as Standard Webhooks are. */
import * as z from 'zod/mini';

import { HookId, Timestamp } from './identifiers.ts';
import { page, paging } from './paging.ts';
import type { PrivateRoute } from './route.ts';

export const HookRequest = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
});
export type HookRequest = z.infer<typeof HookRequest>;

export const Hook = z.object({
  id: HookId,
  name: z.string(),
  /** When the latest message was taken; null: none was. */
  lastAt: z.nullable(Timestamp),
  createdAt: Timestamp,
});
export type Hook = z.infer<typeof Hook>;

/** Both are shown this once. */
export const NewHook = z.extend(Hook, {
  /** Where the other system posts to; part of it is secret. */
  url: z.string(),
  /** `whsec_…`, by which it signs. */
  secret: z.string(),
});
export type NewHook = z.infer<typeof NewHook>;

/** Not among the tables of routes: the body is signed as it stands, and is read before anything is parsed. */
export const HOOK_PATH = '/v1/hooks/otklik/{secret}';

const params = z.strictObject({ id: HookId });

export const hookRoutes = {
  createHook: {
    method: 'POST',
    path: '/v1/hooks',
    summary: 'An address to which another system may post events, signed.',
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
