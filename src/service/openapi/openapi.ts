/** `GET /openapi.json`. */
import type { Hono } from 'hono';

import type { AppEnvironment } from '../http/app.ts';
import { openApiDocument } from './document.ts';

/** The API's version: its routes begin with it. */
const VERSION = '1';

export function mountOpenApi(app: Hono<AppEnvironment>, publicUrl: string | undefined): void {
  let text: string | undefined;
  app.get('/openapi.json', (c) => {
    text ??= JSON.stringify(openApiDocument(VERSION, publicUrl));
    return c.body(text, 200, {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
    });
  });
}
