import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Passage {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What happens to a request instead of being passed on. */
export type Fault = (passage: Passage, wire: Wire) => Promise<void>;

export interface Wire {
  /** Passes the request on and waits for the whole reply, which the browser does not get yet. */
  readonly forward: () => Promise<Reply>;
  readonly answer: (reply: Reply) => void;
  /** Cuts the browser's connection. */
  readonly cut: () => void;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FaultProxy {
  readonly origin: string;
  /** All that came through, in order. */
  readonly passages: readonly Passage[];
  /** From now on, requests to paths that start so meet the fault. */
  fault(start: string, fault: Fault): void;
  /** Passes everything on again. */
  heal(): void;
  close(): Promise<void>;
}

/** Stands between browser and service and does what networks do. */
export async function createFaultProxy(target: string): Promise<FaultProxy> {
  const passages: Passage[] = [];
  const faults = new Map<string, Fault>();
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.resetAndDestroy()); // As a network would: the line is dead.
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const passage: Passage = { method: request.method ?? 'GET', path, body: body.toString('utf8') };
    passages.push(passage);
    const wire: Wire = {
      forward: () => forward(target, request, body),
      answer: ({ status, headers, body: content }) => {
        response.writeHead(status, headers).end(content);
      },
      cut: () => void request.socket.resetAndDestroy(),
    };
    const [, fault = passOn] = [...faults].find(([start]) => path.startsWith(start)) ?? [];
    await fault(passage, wire);
  }

  server.listen(0);
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    passages,
    fault: (start, fault) => void faults.set(start, fault),
    heal: () => faults.clear(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Reply> {
  const outgoing = send(new URL(request.url ?? '/', target), {
    method: request.method,
    headers: { ...request.headers, host: new URL(target).host },
  });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const headers = { ...incoming.headers };
  // The body is whole by now: how it came over the wire is no longer true.
  delete headers['transfer-encoding'];
  return { status: incoming.statusCode ?? 502, headers, body: await buffer(incoming) };
}

const passOn: Fault = async (_passage, { forward: ask, answer }) => answer(await ask());

/** The fault meets the first request with a completed response; all others pass. */
export function onceCompleted(fault: Fault): Fault {
  let isDone = false;
  return async (passage, wire) => {
    if (isDone || !passage.body.includes('"completed"')) return passOn(passage, wire);
    isDone = true;
    await fault(passage, wire);
  };
}

/** The service has stored and answered, and the answer never arrives. */
export const swallowReply: Fault = async (_passage, { forward: store, cut }) => {
  await store();
  cut();
};

/** A hotel's sign-in page, as they come: 200, and HTML, for everything. */
export const captivePortal: Fault = async (_passage, { answer }) => {
  const body = Buffer.from(
    '<!doctype html><title>Welcome</title><p>Please sign in to the network.',
  );
  answer({
    status: 200,
    headers: { 'content-type': 'text/html', 'access-control-allow-origin': '*' },
    body,
  });
};

/** As a proxy answers whose service is just being started. */
export const notNow: Fault = async (_passage, { answer }) => {
  const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
  answer({ status: 503, headers, body: Buffer.from('') });
};

/** No connection. */
export const cutLine: Fault = async (_passage, { cut }) => cut();
