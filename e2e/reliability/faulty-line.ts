/**
 * A line between browser and service that does what lines do: it cuts, at any byte of request or reply; it stalls,
 * drips, is late, and answers in the service's stead. It holds each message until it is whole, so that a cut is
 * where it is meant to be, and keeps connections open as long as both sides like, because browsers quietly
 * send again what they sent over a connection that turns out to be dead.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';

import { lies, PORTAL_PATH, written } from './faulty-line-lies.ts';
import type { MadeUpReply } from './faulty-line-lies.ts';
import { bodyOf, headOf, split } from './faulty-line-messages.ts';
import type { Message } from './faulty-line-messages.ts';

/** One request and what comes back. */
export interface Exchange {
  /** From 0, over all connections of the line. */
  readonly index: number;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly body: string;
}

/** A number of bytes, or: `start` before the first, `head` within the headers, `body` within the body, `end` after the last. */
export type Place = number | 'start' | 'head' | 'body' | 'end';

/** What becomes of an exchange. */
export type Fault =
  | { readonly kind: 'pass' }
  /** The service gets this much of the request, and then a dead connection, as the browser does. */
  | { readonly kind: 'cut-request'; readonly at: Place }
  /** The service has done its work; the browser gets this much of the reply. */
  | { readonly kind: 'cut-reply'; readonly at: Place }
  /** Silence, then a cut; with or without the service having got the request. */
  | { readonly kind: 'stall'; readonly ms: number; readonly arrives: boolean }
  /** The reply comes in pieces of so many bytes. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** Somebody else answers: instead of the service, or after it has done its work. */
  | {
      readonly kind: 'reply';
      readonly reply: MadeUpReply;
      readonly arrives?: boolean;
      /** Default true: it says that the page may read it. */
      readonly isReadable?: boolean;
    };

/** An exchange on the line. */
export interface Passage extends Exchange {
  readonly fault: Fault;
  /** `performance.now()`. */
  readonly since: number;
  /** When the reply had gone out, or the connection had ended; infinite while it is under way. */
  readonly until: number;
}

export type Weather = (exchange: Exchange) => Fault;

const fair: Weather = () => ({ kind: 'pass' });

export interface FaultyLine {
  readonly origin: string;
  /** What it has done, by kind of fault. */
  readonly done: Readonly<Record<Fault['kind'], number>>;
  /** All that came through, in order, with what became of it. */
  readonly exchanges: readonly Passage[];
  /** From now on; what is under way ends as it began. */
  weather(weather: Weather): void;
  /** Passes everything on again, and cuts what stalls. */
  heal(): void;
  /** Cuts every connection at once. */
  cut(): void;
  close(): Promise<void>;
}

export interface LineOptions {
  readonly weather?: Weather;
  /** Milliseconds that a message takes, each way. */
  readonly latencyMs?: () => number;
}

/** @param target the service's origin; it may go and come back */
export async function createFaultyLine(
  target: string,
  { weather: first = fair, latencyMs = () => 0 }: LineOptions = {},
): Promise<FaultyLine> {
  let weather = first;
  let healing = new AbortController();
  const clients = new Set<Socket>();
  const exchanges: Passage[] = [];
  const done = { pass: 0, 'cut-request': 0, 'cut-reply': 0, stall: 0, drip: 0, reply: 0 };
  const server = createServer({ noDelay: true }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    attend(client, async (request) => {
      const exchange = exchangeOf(exchanges.length, request);
      const fault = exchange.path === PORTAL_PATH ? portal : weather(exchange);
      done[fault.kind] += 1;
      const passage = { ...exchange, fault, since: performance.now(), until: Infinity };
      exchanges.push(passage);
      const end = (): void => void (passage.until = Math.min(passage.until, performance.now()));
      client.once('close', end);
      await pass(latencyMs());
      const wire = { client, target, signal: healing.signal, latencyMs };
      await suffer(fault, request, wire).finally(end);
      client.off('close', end);
    });
  });
  server.listen(0);
  await once(server, 'listening');
  const cut = (): void => {
    for (const client of clients) client.resetAndDestroy();
  };
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    done,
    exchanges,
    weather: (next) => void (weather = next),
    heal() {
      weather = fair;
      healing.abort();
      healing = new AbortController();
    },
    cut,
    async close() {
      healing.abort();
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

const portal: Fault = { kind: 'reply', reply: lies.portal };

interface Wire {
  readonly client: Socket;
  readonly target: string;
  /** Ends what stalls. */
  readonly signal: AbortSignal;
  readonly latencyMs: () => number;
}

/** Takes the requests of one connection, one after the other. */
function attend(client: Socket, exchange: (request: Message) => Promise<void>): void {
  let pending: Buffer = Buffer.alloc(0);
  let isBusy = false;
  const next = (): void => {
    const found = isBusy ? undefined : split(pending);
    if (found === undefined) return;
    isBusy = true;
    pending = found.rest;
    exchange(found.message)
      // A line that cannot go on is dead, and so is the connection.
      .catch(() => client.resetAndDestroy())
      .finally(() => {
        isBusy = false;
        next();
      });
  };
  client.on('error', () => undefined); // The browser's own cut: `close` follows.
  client.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    next();
  });
}

async function suffer(fault: Fault, request: Message, wire: Wire): Promise<void> {
  const { client, signal } = wire;
  switch (fault.kind) {
    case 'pass':
      return void client.write(await forward(request, wire));
    case 'cut-request':
      await forwardPart(request, lengthAt(request, fault.at), wire);
      return void client.resetAndDestroy();
    case 'cut-reply': {
      const reply = await forward(request, wire);
      return await cutAfter(client, reply, lengthAt(whole(reply), fault.at));
    }
    case 'stall':
      if (fault.arrives) await forward(request, wire);
      await Promise.race([pass(fault.ms, undefined, { signal }), once(client, 'close')]);
      return void client.resetAndDestroy();
    case 'drip':
      return await drip(client, await forward(request, wire), fault);
    case 'reply': {
      if (fault.arrives === true) await forward(request, wire);
      const origin = headOf(request).header('origin');
      client.write(written(fault.reply, fault.isReadable === false ? undefined : origin));
    }
  }
}

/** The whole reply of the service, over a connection of its own. */
async function forward(request: Message, { target, latencyMs }: Wire): Promise<Buffer> {
  const service = await reach(target);
  service.write(request.bytes);
  let received: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of service) {
      received = Buffer.concat([received, chunk as Buffer]);
      if (split(received) !== undefined) break;
    }
  } finally {
    service.destroy();
  }
  if (received.length === 0) throw new Error('The service has ended the connection.');
  await pass(latencyMs());
  return received;
}

async function forwardPart({ bytes }: Message, length: number, { target }: Wire): Promise<void> {
  if (length === 0) return;
  const service = await reach(target);
  await new Promise((resolve) => service.write(bytes.subarray(0, length), resolve));
  service.resetAndDestroy();
}

async function reach(target: string): Promise<Socket> {
  const { hostname, port } = new URL(target);
  const service = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(service, 'connect');
  return service;
}

async function cutAfter(client: Socket, reply: Buffer, length: number): Promise<void> {
  if (length > 0) await new Promise((resolve) => client.write(reply.subarray(0, length), resolve));
  client.resetAndDestroy();
}

async function drip(
  client: Socket,
  reply: Buffer,
  { bytes, everyMs }: Extract<Fault, { kind: 'drip' }>,
): Promise<void> {
  for (let at = 0; at < reply.length && !client.destroyed; at += bytes) {
    client.write(reply.subarray(at, at + bytes));
    await pass(everyMs);
  }
}

function whole(bytes: Buffer): Message {
  return { bytes, bodyAt: bytes.indexOf('\r\n\r\n') + 4 };
}

/** Of a place with a width, the middle. */
function lengthAt({ bytes, bodyAt }: Message, place: Place): number {
  switch (place) {
    case 'start':
      return 0;
    case 'head':
      return Math.floor(bodyAt / 2);
    case 'body':
      return Math.floor((bodyAt + bytes.length) / 2);
    case 'end':
      return bytes.length;
    default:
      return Math.min(place, bytes.length);
  }
}

function exchangeOf(index: number, request: Message): Exchange {
  const [method = '', address = ''] = headOf(request).start.split(' ');
  return { index, method, path: address.split('?')[0] ?? '', body: bodyOf(request) };
}
