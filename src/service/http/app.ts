/** The routes, and what every request passes: its id, its log line, the browser check, the error exit. */
import { Hono } from 'hono';

import type { AssociatedApps } from '../../backend/association-files.ts';
import type { Assets } from '../assets/assets.ts';
import { mountAssets } from '../assets/assets.ts';
import { mountAssociation } from '../assets/association.ts';
import { mountJwks } from '../credentials/jwks.ts';
import { mountHooks } from '../hooks/receiving.ts';
import type { HookDoor } from '../hooks/receiving.ts';
import { mountHosted } from '../hosted/hosted.ts';
import { mountOpenApi } from '../openapi/openapi.ts';
import { mountSurveySchema } from '../openapi/survey-schema.ts';
import { mountOperation } from '../operation/health.ts';
import type { Health } from '../operation/health.ts';
import { mountOnPage } from '../on-page/configuration.ts';
import { ProblemError } from '../problem-error.ts';
import { mountReading } from '../reading/reading-door.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { logProblem, requestLog } from './access-log.ts';
import { refuseKeyInBrowser } from './key-in-browser.ts';
import { refuseOtherMethods } from './other-methods.ts';
import type { PrivateHandlers } from './private-call.ts';
import { mountPrivateRoutes } from './private-routes.ts';
import { asProblem, problemResponse } from './problem-exit.ts';
import type { PublicHandlers } from './public-routes.ts';
import { mountPublicRoutes, publicCors } from './public-routes.ts';
import type { Traffic } from './traffic.ts';

export interface AppEnvironment {
  /** What stands outside of the request: who is at the other end of its connection. */
  Bindings: { readonly peer?: string | undefined };
  Variables: { requestId: string; project?: string; problem?: string };
}

export interface AppParts {
  readonly privateHandlers: PrivateHandlers;
  readonly publicHandlers: PublicHandlers;
  readonly assets: Assets;
  readonly health: Health;
  readonly rootKey: string | undefined;
  readonly publicUrl: string | undefined;
  readonly apps: AssociatedApps | undefined;
  readonly traffic: Traffic;
  readonly versions: VersionCache;
  readonly hooks: HookDoor;
}

export function createApp(parts: AppParts, world: World): Hono<AppEnvironment> {
  const app = new Hono<AppEnvironment>();
  app.use(requestLog(world));
  app.use(publicCors());
  app.use(refuseKeyInBrowser(world));
  app.onError((error, c) => {
    const problem = asProblem(error);
    c.set('problem', problem.code);
    logProblem(problem, c, world);
    return problemResponse(problem, c.get('requestId'));
  });
  app.notFound(() => {
    throw new ProblemError('route_unknown');
  });
  mountOperation(app, parts.health, world);
  mountJwks(app, world);
  mountAssociation(app, parts.apps);
  mountOpenApi(app, parts.publicUrl);
  mountSurveySchema(app, parts.publicUrl);
  mountOnPage(app, parts.traffic, world);
  mountHooks(app, parts.traffic, parts.hooks);
  mountReading(app, { ...parts, world });
  mountPublicRoutes(app, parts.publicHandlers, parts.traffic);
  mountPrivateRoutes(app, parts.privateHandlers, parts.rootKey, world);
  mountAssets(app, parts.assets);
  mountHosted(app, parts, world);
  refuseOtherMethods(app);
  return app;
}
