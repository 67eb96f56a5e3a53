/** A request with an API key and an `Origin` comes from a page: the key lies open there. */
import type { MiddlewareHandler } from 'hono';

import { keyFingerprint, looksLikeApiKey, presentedKey } from '../credentials/api-key.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import type { AppEnvironment } from './app.ts';

export function refuseKeyInBrowser({ log, metrics }: World): MiddlewareHandler<AppEnvironment> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const key = presentedKey(c.req.raw.headers);
    if (origin === undefined || key === null || !looksLikeApiKey(key)) return await next();
    metrics.leakedKeys.inc();
    log.error(
      { requestId: c.get('requestId'), origin: origin.slice(0, 300), key: keyFingerprint(key) },
      'an API key was sent from a browser: it is leaked, revoke it',
    );
    throw new ProblemError('key_in_browser');
  };
}
