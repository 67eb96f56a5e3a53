/** The files by which this host's links open apps; of a service that names no app there are none. */
import type { Hono } from 'hono';

import { associationFiles } from '../../backend/association-files.ts';
import type { AssociatedApps } from '../../backend/association-files.ts';
import type { AppEnvironment } from '../http/app.ts';

export function mountAssociation(
  app: Hono<AppEnvironment>,
  apps: AssociatedApps | undefined,
): void {
  if (apps === undefined) return;
  for (const [path, content] of Object.entries(associationFiles(apps))) {
    // Apple takes it without an extension, by this type.
    const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' };
    app.get(`/${path}`, (c) => c.body(content, 200, headers));
  }
}
