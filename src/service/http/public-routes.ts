/** The routes that pages call. The credential is in the body, so that no preflight is needed. */
import type { Hono, MiddlewareHandler } from 'hono';
import type * as z from 'zod/mini';

import { LIMITS, publicRoutes } from '../../protocol/index.ts';
import type { Route } from '../../protocol/index.ts';
import type { AppEnvironment } from './app.ts';
import { readJson, readJsonAndBytes } from './body.ts';
import { corsHeaders, preflightResponse } from './cors.ts';
import { parseBySchema } from './schema-door.ts';
import type { Asker, Traffic } from './traffic.ts';

type PublicRoutes = typeof publicRoutes;
type PublicRouteName = keyof PublicRoutes;

export interface PublicCall<N extends PublicRouteName> {
  readonly body: z.output<PublicRoutes[N]['body']>;
  /** What followed the body, in a route that takes bytes. */
  readonly bytes: Uint8Array;
  /** The page's origin as its browser names it. */
  readonly origin: string | null;
  readonly requestId: string;
  /**
   * Says whom the request claims to concern, unproven, as soon as that is known: for its log line.
   *
   * @throws ProblemError `too_many_requests` when that project has used up its share
   */
  readonly concerns: (project: string) => void;
  readonly traffic: Traffic;
  readonly asker: Asker;
  /** The service's origin, as this request has reached it. */
  readonly reached: string;
}

export type PublicHandlers = {
  readonly [N in PublicRouteName]: (
    call: PublicCall<N>,
  ) => Promise<z.output<PublicRoutes[N]['reply']>>;
};

type AnyCall = PublicCall<PublicRouteName>;
type AnyHandler = (call: AnyCall) => Promise<object>;
type PublicRoute = Route & Required<Pick<Route, 'body'>>;

const NO_BYTES = new Uint8Array();

const paths: ReadonlySet<string> = new Set(Object.values(publicRoutes).map(({ path }) => path));

export function mountPublicRoutes(
  app: Hono<AppEnvironment>,
  handlers: PublicHandlers,
  traffic: Traffic,
): void {
  for (const name of Object.keys(publicRoutes) as PublicRouteName[]) {
    const { method, path, body: schema, hasBytes, status }: PublicRoute = publicRoutes[name];
    const handler = handlers[name] as unknown as AnyHandler;
    app.on(method, path, async (c) => {
      const asker = { peer: c.env.peer, forwardedFor: c.req.header('x-forwarded-for') };
      traffic.admitAddress(asker);
      const { json, bytes } = await readInput(c.req.raw, hasBytes === true);
      const body = parseBySchema(schema, json);
      traffic.admitGrants(grantsOf(body));
      const origin = c.req.header('origin') ?? null;
      const concerns = (project: string): void => {
        c.set('project', project);
        traffic.checkProject(project);
      };
      const requestId = c.get('requestId');
      const { origin: reached } = new URL(c.req.url);
      const call = { body, bytes, origin, requestId, concerns, traffic, asker, reached } as AnyCall;
      const reply = await traffic.work(() => handler(call));
      c.header('cache-control', 'no-store');
      return c.json(reply, status);
    });
  }
  app.on('OPTIONS', [...paths], (c) => preflightResponse(c.req.header('origin') ?? null));
}

async function readInput(
  request: Request,
  hasBytes: boolean,
): Promise<{ readonly json: unknown; readonly bytes: Uint8Array }> {
  if (hasBytes) return readJsonAndBytes(request, LIMITS.publicBodyBytes);
  return { json: await readJson(request, LIMITS.publicBodyBytes), bytes: NO_BYTES };
}

/** Every grant that a body presents, of a batch or of a file. */
function grantsOf(body: unknown): string[] {
  const { responses = [], ...alone } = body as { responses?: unknown[]; grant?: unknown };
  return [alone, ...responses].flatMap((item) => {
    const grant = typeof item === 'object' && item !== null && 'grant' in item ? item.grant : null;
    return typeof grant === 'string' ? grant : [];
  });
}

/** Outside of everything else, so that a page can read its problem whatever it is. */
export function publicCors(): MiddlewareHandler<AppEnvironment> {
  return async (c, next) => {
    await next();
    if (c.req.method !== 'POST' || !paths.has(c.req.path)) return;
    for (const [name, value] of Object.entries(corsHeaders(c.req.header('origin') ?? null))) {
      c.header(name, value);
    }
  };
}
