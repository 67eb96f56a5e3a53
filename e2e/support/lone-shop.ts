import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { test as base } from '@playwright/test';
import { createClient } from 'otklik/backend';

import { serveShop } from '../../demo/shop/serve.ts';
import type { RunningShop } from '../../demo/shop/serve.ts';

const built = join(import.meta.dirname, '../../dist/public');

/** A shop with the widget's files and no survey service at all: whoever asked it for something would fail. */
export const test = base.extend<{ readonly shop: RunningShop }>({
  shop: async ({}, use) => {
    const files = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const headers = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' };
      readFile(join(built, pathname)).then(
        (body) => response.writeHead(200, headers).end(body),
        () => response.writeHead(404).end(),
      );
    });
    files.listen(0);
    await once(files, 'listening');
    const service = `http://localhost:${(files.address() as AddressInfo).port}`;
    const client = createClient({ endpoint: service, apiKey: `otk_${'none'.repeat(8)}` });
    const shop = await serveShop({ port: 0, service, client });
    await use(shop);
    await shop.close();
    files.closeAllConnections();
    files.close();
  },
});

export { expect } from '@playwright/test';
