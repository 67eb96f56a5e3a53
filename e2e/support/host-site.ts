import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A customer's website that a test writes itself, page by page, on an origin of its own. */
export interface HostSite {
  readonly origin: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  page(path: string, html: string, headers?: Readonly<Record<string, string>>): void;
  script(path: string, code: string): void;
  /** A token address of the customer's backend: answers each request anew. */
  token(path: string, mint: (request: IncomingMessage) => Promise<string>): void;
  close(): Promise<void>;
}

interface Reply {
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export async function createHostSite(): Promise<HostSite> {
  const routes = new Map<string, (request: IncomingMessage) => Promise<Reply>>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    requests.push(path);
    const route = routes.get(path) ?? notFound;
    route(request).then(
      ({ type, body, headers }) => {
        const status = route === notFound ? 404 : 200;
        response.writeHead(status, {
          'content-type': type,
          'cache-control': 'no-store',
          ...headers,
        });
        response.end(body);
      },
      () => response.writeHead(503).end(), // The customer's backend could not mint: its own trouble.
    );
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    page(path, html, headers) {
      routes.set(path, async () => ({ type: 'text/html; charset=utf-8', body: html, headers }));
    },
    script(path, code) {
      routes.set(path, async () => ({ type: 'text/javascript', body: code }));
    },
    token(path, mint) {
      routes.set(path, async (request) => ({
        type: 'application/json',
        body: JSON.stringify({ token: await mint(request) }),
      }));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function notFound(): Promise<Reply> {
  return { type: 'text/plain', body: 'Not found' };
}
