import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { getRequestListener } from '@hono/node-server';

import { createShop } from './shop.ts';
import type { ShopOptions } from './shop.ts';

export interface RunningShop {
  /** Where people find it, without a slash at the end. */
  readonly origin: string;
  /** Finishes what is being answered, then stops. */
  close(): Promise<void>;
}

export interface ServeOptions extends Omit<ShopOptions, 'origin'> {
  /** 0: any free port. */
  readonly port: number;
}

/** For requests that are being answered when the shop closes. */
const graceMs = 500;

/** Listens first: which origin the shop's tokens are for is known only then. */
export async function serveShop({ port, ...options }: ServeOptions): Promise<RunningShop> {
  const server = createServer();
  server.listen(port);
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const shop = createShop({ ...options, origin });
  const listener = getRequestListener(shop.fetch);
  server.on('request', (request, response) => void listener(request, response));
  return { origin, close: () => closed(server) };
}

/** Browsers keep connections open on which they ask nothing: those are not waited for. */
async function closed(server: Server): Promise<void> {
  const closing = once(server, 'close');
  server.close();
  const impatience = setTimeout(() => server.closeAllConnections(), graceMs);
  await closing;
  clearTimeout(impatience);
}
