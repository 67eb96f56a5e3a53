/** Mounts every private route of the protocol behind one door: key, scope, schemas. */
import type { Context, Hono } from 'hono';

import { LIMITS, privateRoutes } from '../../protocol/index.ts';
import type { PrivateRoute, PrivateRouteName } from '../../protocol/index.ts';
import { authenticate, presentedKey } from '../credentials/api-key.ts';
import type { Caller } from '../credentials/api-key.ts';
import { cleanJson } from '../clean-json.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import type { AppEnvironment } from './app.ts';
import { readJson } from './body.ts';
import type { Way } from './client-address.ts';
import { idempotent } from './idempotency.ts';
import type { StoredReply } from './idempotency.ts';
import type { Download, PrivateHandlers } from './private-call.ts';
import { honoPath } from './route-path.ts';
import { parseBySchema } from './schema-door.ts';

/** The types of one route are lost in a loop over all of them; `PrivateHandlers` has checked them. */
type AnyHandler = (call: Record<string, unknown>) => Promise<unknown>;

interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export function mountPrivateRoutes(
  app: Hono<AppEnvironment>,
  handlers: PrivateHandlers,
  rootKey: string | undefined,
  world: World,
): void {
  for (const name of Object.keys(privateRoutes) as PrivateRouteName[]) {
    const route: PrivateRoute = privateRoutes[name];
    const handler = handlers[name] as unknown as AnyHandler;
    app.on(route.method, honoPath(route.path), async (c) => {
      const secret = presentedKey(c.req.raw.headers);
      const caller = await authenticate(secret, rootKey, world);
      c.set('project', caller.project);
      requireScope(caller, route);
      const input = await readInput(c, route);
      const call = { ...input, caller, project: caller.project, ...connectionOf(c) };
      if (route.method === 'GET') {
        return reply(c, route, await handler({ ...call, db: world.database.db }));
      }
      const stored = await idempotent(
        { headers: c.req.raw.headers, route, caller, secret: secret ?? '', input },
        async (db) => ({ status: route.status, body: await handler({ ...call, db }) }),
        world,
      );
      return replyStored(c, stored);
    });
  }
}

function connectionOf(c: Context<AppEnvironment>): {
  signal: AbortSignal;
  way: Way;
  reached: string;
} {
  // A request that met no port has no environment.
  const { peer } = (c.env as AppEnvironment['Bindings'] | undefined) ?? {};
  return {
    signal: c.req.raw.signal,
    way: { peer, forwardedFor: c.req.header('x-forwarded-for') },
    reached: new URL(c.req.url).origin,
  };
}

function requireScope({ scopes }: Caller, { scope }: PrivateRoute): void {
  if (scopes.has(scope)) return;
  throw new ProblemError('scope_missing', { detail: `This route needs the scope "${scope}".` });
}

async function readInput(c: Context<AppEnvironment>, route: PrivateRoute): Promise<Input> {
  const { params, query, body } = route;
  return {
    params: params && parseBySchema(params, cleanJson(c.req.param()), '/params'),
    query: query && parseBySchema(query, cleanJson(c.req.query()), '/query'),
    body: body && parseBySchema(body, await readJson(c.req.raw, LIMITS.privateBodyBytes)),
  };
}

function reply(c: Context, { reply: kind, status }: PrivateRoute, body: unknown): Response {
  if (typeof kind !== 'string') return replyStored(c, { status, body });
  if (kind === 'application/octet-stream') return download(body as Download, status);
  return new Response(body as ReadableStream<Uint8Array>, {
    status,
    headers: {
      'content-type': `${kind}; charset=utf-8`,
      'content-disposition': 'attachment',
      'cache-control': 'no-store',
    },
  });
}

/** What a respondent has sent: nobody's page may show it, nor run what is in it. */
function download({ stream, headers }: Download, status: number): Response {
  return new Response(stream, {
    status,
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      ...headers,
    },
  });
}

function replyStored(c: Context, { status, body }: StoredReply): Response {
  c.header('cache-control', 'no-store');
  return status === 204 ? c.body(null, 204) : c.json(body as object, status as 200);
}
