/** For whoever keeps the process alive, sends traffic to it, and watches it. */
import type { Hono } from 'hono';

import type { AppEnvironment } from '../http/app.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

/** Changes once: a service that stops is alive, but wants no new traffic. */
export class Health {
  #stopping = false;

  get isStopping(): boolean {
    return this.#stopping;
  }

  beginStop(): void {
    this.#stopping = true;
  }
}

export function mountOperation(
  app: Hono<AppEnvironment>,
  health: Health,
  { database, metrics }: World,
): void {
  app.use(async (c, next) => {
    await next();
    if (health.isStopping) c.header('connection', 'close');
  });
  app.get('/healthz', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    if (health.isStopping) {
      const headers = { 'retry-after': '5' };
      throw new ProblemError('unavailable', { detail: 'The service is stopping.', headers });
    }
    await database.ping();
    return c.json({ status: 'ready' });
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
}
