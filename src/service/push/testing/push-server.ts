/** What the stand-ins of push services have in common: a real server, a record of what came, and scripted trouble. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ServerReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What reached a device. */
export interface Delivered {
  readonly device: string;
  readonly message: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
}

export class PushServer {
  readonly url: string;
  readonly delivered: Delivered[] = [];
  /** Everything that was asked, refused or not. */
  readonly requests: SeenRequest[] = [];
  /** Called when a device has got something, before the sender hears of it. */
  onDelivered: (() => void) | undefined;
  readonly #server: Server | Http2Server;
  readonly #trouble = new Map<string, ServerReply[]>();

  constructor(server: Server | Http2Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** The next messages to this device are answered so, instead of taken. */
  fail(device: string, ...replies: readonly ServerReply[]): void {
    this.#trouble.set(device, [...(this.#trouble.get(device) ?? []), ...replies]);
  }

  /** Delivers, unless there is trouble ahead. */
  deliver(delivered: Delivered, accepted: ServerReply): ServerReply {
    const trouble = this.#trouble.get(delivered.device)?.shift();
    if (trouble !== undefined) return trouble;
    this.delivered.push(delivered);
    this.onDelivered?.();
    return accepted;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    if ('closeAllConnections' in this.#server) this.#server.closeAllConnections();
    await closed;
  }
}

/** HTTP/1.1 without TLS on a free port. */
export async function pushServer(
  answer: (request: SeenRequest, server: PushServer) => ServerReply | Promise<ServerReply>,
): Promise<PushServer> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const seen = {
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks),
      };
      standIn.requests.push(seen);
      const reply = await answer(seen, standIn);
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const standIn = new PushServer(server);
  return standIn;
}

export function jsonBody({ body }: SeenRequest): Record<string, unknown> {
  return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
}
