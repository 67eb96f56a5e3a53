/** One line per request: what was asked, what came of it, how long it took. No address, header or body. */
import { randomUUID } from 'node:crypto';

import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';

import { PROBLEMS } from '../../protocol/index.ts';
import type { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import type { AppEnvironment } from './app.ts';

export function requestLog({ log, metrics }: World): MiddlewareHandler<AppEnvironment> {
  return async (c, next) => {
    const start = performance.now();
    c.set('requestId', randomUUID());
    await next();
    c.header('x-request-id', c.get('requestId'));
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    const ms = performance.now() - start;
    const { status } = c.res;
    const { method } = c.req;
    const route = routeOf(c);
    metrics.requestSeconds.observe({ method: knownMethod(method), route, status }, ms / 1000);
    log.info(
      {
        requestId: c.get('requestId'),
        method: knownMethod(method),
        route,
        status,
        ms: Math.round(ms * 100) / 100,
        project: c.get('project'),
        code: c.get('problem'),
      },
      'request',
    );
  };
}

/** Our own failures are errors; a refusal is noted with the reason that the caller is not told. */
export function logProblem(
  problem: ProblemError,
  c: Context<AppEnvironment>,
  { log }: World,
): void {
  const { code, particulars } = problem;
  const { cause, reason } = particulars;
  const line = { requestId: c.get('requestId'), project: c.get('project'), code, reason };
  if (PROBLEMS[code].status >= 500) log.error({ ...line, err: cause }, 'request failed');
  else if (reason !== undefined) log.warn(line, 'request refused');
}

/** The template, never the path: a path may hold an id or a code. */
function routeOf(c: Context<AppEnvironment>): string {
  const template = routePath(c, -1);
  return template.includes('*') ? 'unknown' : template;
}

/** A method is free text of the caller: only the known ones become labels. */
function knownMethod(method: string): string {
  return /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) ? method : 'other';
}
