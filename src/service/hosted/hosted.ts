/**
 * `/s/{code}`: the page that a push, an e-mail or a printed code leads to. Its first question is there before any
 * script; with script the widget goes on from it, without script the form does (docs/hosted-page.md).
 */
import type { Context, Hono } from 'hono';

import type { Assets } from '../assets/assets.ts';
import { logProblem } from '../http/access-log.ts';
import type { AppEnvironment } from '../http/app.ts';
import { asProblem } from '../http/problem-exit.ts';
import type { PublicHandlers } from '../http/public-routes.ts';
import type { Asker, Traffic } from '../http/traffic.ts';
import type { ProblemError } from '../problem-error.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { pageOf } from './document.ts';
import { mountInstallation } from './installation.ts';
import { headersOf } from './headers.ts';
import { firstPage } from './first-page.ts';
import { keepPage } from './keep-page.ts';
import { nextPage } from './next-page.ts';
import type { Reply } from './pages.ts';
import { stoppedPage, stopPage } from './stop-page.ts';
import { loadSheets } from './style-sheets.ts';
import { packed } from './packed.ts';

export interface HostedParts {
  readonly publicHandlers: PublicHandlers;
  readonly assets: Assets;
  readonly publicUrl: string | undefined;
  readonly traffic: Traffic;
  readonly versions: VersionCache;
}

/** What the pages are made with. */
export interface Workshop extends HostedParts {
  readonly world: World;
}

type Visitor = Context<AppEnvironment, '/s/:code' | '/s/:code/stop'>;

export interface Call {
  readonly requestId: string;
  readonly asker: Asker;
  /** The service's origin, as this request has reached it. */
  readonly reached: string;
  readonly concerns: (project: string) => void;
  /** Notes in the log why there is no page, and says it. */
  readonly failed: (error: unknown) => ProblemError;
}

export function mountHosted(app: Hono<AppEnvironment>, parts: HostedParts, world: World): void {
  const workshop: Workshop = { ...parts, world };
  const sheets = loadSheets(world.log);
  const answer = async (c: Visitor, reply: Reply): Promise<Response> => {
    const page = await pageOf(reply.page, await sheets);
    const { body, encoding } = await packed(page.html, c.req.header('accept-encoding'));
    return new Response(body, {
      status: reply.status,
      headers: { ...headersOf(page), ...encoding, ...reply.headers },
    });
  };
  mountInstallation(app);
  app.get('/s/:code', async (c) => {
    const { headers } = c.req.raw;
    return answer(c, await firstPage(c.req.param('code'), headers, callOf(c, world), workshop));
  });
  app.post('/s/:code', async (c) => {
    const call = callOf(c, world);
    workshop.traffic.admitAddress(call.asker);
    return answer(c, await nextPage(c.req.param('code'), c.req.raw, call, workshop));
  });
  app.get('/s/:code/keep', () => keepPage());
  app.get('/s/:code/stop', async (c) => {
    const { headers } = c.req.raw;
    return answer(c, await stopPage(c.req.param('code'), headers, callOf(c, world), workshop));
  });
  app.post('/s/:code/stop', async (c) => {
    const call = callOf(c, world);
    workshop.traffic.admitAddress(call.asker);
    const { headers } = c.req.raw;
    return answer(c, await stoppedPage(c.req.param('code'), headers, call, workshop));
  });
}

function callOf(c: Visitor, world: World): Call {
  return {
    requestId: c.get('requestId'),
    asker: { peer: c.env.peer, forwardedFor: c.req.header('x-forwarded-for') },
    reached: new URL(c.req.url).origin,
    concerns: (project) => c.set('project', project),
    failed: (error) => {
      const problem = asProblem(error);
      c.set('problem', problem.code);
      logProblem(problem, c, world);
      return problem;
    },
  };
}
