/** The service on a port, and its graceful stop. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { getRequestListener } from '@hono/node-server';

import { keepTicking } from './operation/ticking.ts';
import { UPKEEP_EVERY_MS } from './operation/upkeep.ts';
import { createService } from './service.ts';
import type { Service, ServiceOptions } from './service.ts';

export interface ListenOptions extends ServiceOptions {
  /** Default 8787; 0 takes a free one. */
  readonly port?: number | undefined;
  /** Default: every address of the machine. */
  readonly hostname?: string | undefined;
  /** How long a stop waits for requests under way; default ten seconds. */
  readonly stopWithinMs?: number | undefined;
  /**
   * How long a stop goes on taking requests after `/readyz` has said no, so that a load balancer has heard of
   * it before a connection is refused; default 0.
   */
  readonly drainMs?: number | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** How often it looks for what is due when it knows of nothing that is sooner; default one second. */
  readonly scheduleEveryMs?: number | undefined;
}

/** How long a client may take. Slow ones cost a socket each and keep nobody waiting, but not for ever. */
interface Timeouts {
  /** For the lines before the body. */
  readonly headersMs: number;
  /** For the whole request: 256 KiB at the pace of a bad mobile line. */
  readonly requestMs: number;
  /** Between two requests; longer than a proxy keeps its connections, so that it is the proxy that ends them. */
  readonly idleMs: number;
}

export interface RunningService extends Service {
  readonly port: number;
  /** `http://localhost:8787`. */
  readonly url: string;
  /** Takes no new connections, finishes what is under way, flushes, unlocks. May be called twice. */
  stop(): Promise<void>;
}

const TIMEOUTS: Timeouts = { headersMs: 15_000, requestMs: 60_000, idleMs: 75_000 };
const STOP_WITHIN_MS = 10_000;
const SWEEP_EVERY_MS = 50;

/** @throws DatabaseError; and the system's error when the port is taken (`EADDRINUSE`) */
export async function startService(options: ListenOptions = {}): Promise<RunningService> {
  const service = await createService(options);
  const listener = getRequestListener(async (request, { incoming }) => {
    const response = await service.fetch(request, incoming.socket.remoteAddress);
    if (mayStir(request, response)) ticker.soon();
    return response;
  });
  let underWay = 0;
  const server = createServer(serverOptions(options), (incoming, outgoing) => {
    underWay += 1;
    outgoing.once('close', () => (underWay -= 1));
    void listener(incoming, outgoing);
  });
  try {
    server.listen(options.port ?? 8787, options.hostname);
    await once(server, 'listening');
  } catch (error) {
    await service.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const hourly = setInterval(() => void service.upkeep(), UPKEEP_EVERY_MS).unref();
  const ticker = keepTicking({
    tick: () => service.tick(),
    now: options.now ?? (() => new Date()),
    everyMs: options.scheduleEveryMs,
  });
  let stopped: Promise<void> | undefined;
  const stopOnce = async (): Promise<void> => {
    clearInterval(hourly);
    ticker.stop();
    service.beginStop();
    service.log.info('the service stops');
    if (options.drainMs !== undefined) await pause(options.drainMs);
    await stop(
      { server, service, isIdle: () => underWay === 0 },
      options.stopWithinMs ?? STOP_WITHIN_MS,
    );
  };
  service.log.info({ port, database: service.database.kind }, 'the service listens');
  return {
    ...service,
    port,
    url: `http://localhost:${port}`,
    stop: () => (stopped ??= stopOnce()),
  };
}

/** Whether something may be due from it on: an answer has to be told, an event begins a journey. */
function mayStir({ method, url }: Request, { ok }: Response): boolean {
  return ok && method !== 'GET' && !url.endsWith('/v1/sessions');
}

function serverOptions({ timeouts }: ListenOptions): ServerOptions {
  const { headersMs, requestMs, idleMs } = { ...TIMEOUTS, ...timeouts };
  return {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    // Node looks for slow ones this often: its default of 30 s would double the time that they have.
    connectionsCheckingInterval: Math.ceil(headersMs / 5),
  };
}

interface Stopping {
  readonly server: Server;
  readonly service: Service;
  /** Whether no request is under way. */
  readonly isIdle: () => boolean;
}

async function stop({ server, service, isIdle }: Stopping, withinMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // `close` ends the connections that are idle at that moment. It misses one whose answer went out just
  // before, and those that a browser opens ahead of its next request: they would hold the stop for seconds.
  const sweep = setInterval(() => {
    if (isIdle()) server.closeAllConnections();
    else server.closeIdleConnections();
  }, SWEEP_EVERY_MS);
  const impatience = setTimeout(() => {
    service.log.warn({ withinMs }, 'requests did not end in time, their connections are cut');
    server.closeAllConnections();
  }, withinMs);
  await closed;
  clearTimeout(impatience);
  clearInterval(sweep);
  await service.close();
  service.log.info('the service has stopped');
}
