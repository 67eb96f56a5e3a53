/** A known path with another method: 405 and what it does take (RFC 9110 section 15.5.6). */
import type { Hono } from 'hono';

import { ProblemError } from '../problem-error.ts';
import type { AppEnvironment } from './app.ts';

/** To be called when every route is there. */
export function refuseOtherMethods(app: Hono<AppEnvironment>): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue;
    const known = methods.get(path) ?? new Set();
    known.add(method);
    if (method === 'GET') known.add('HEAD');
    methods.set(path, known);
  }
  for (const [path, known] of methods) {
    const allow = [...known].sort().join(', ');
    app.all(path, () => {
      throw new ProblemError('method_not_allowed', { headers: { allow } });
    });
  }
}
