/** What the doubles of other people's services have in common: a real server, and trouble on demand. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';

/**
 * `outage`: 503 and a page of HTML. `hang`: no answer at all. `drop-before`, `drop-after`: the connection breaks, before or
 * after what was asked is done. `garbage-after`: it is done, and the answer is no JSON.
 */
export type Trouble = 'outage' | 'hang' | 'drop-before' | 'drop-after' | 'garbage-after';

export interface DoubleOptions {
  /** 0, which is so unless set: any free port. */
  readonly port?: number;
  readonly now?: () => Date;
}

export type DoubleEnvironment = { Bindings: HttpBindings };
type Ctx = Context<DoubleEnvironment>;

export class Double {
  readonly app = new Hono<DoubleEnvironment>();
  readonly now: () => Date;
  /** Every request to its API: method and path. */
  readonly requests: string[] = [];
  /** Where it is; empty until it has been opened. */
  url = '';
  readonly #troubles: (Trouble | null)[] = [];
  #close: () => Promise<void> = () => Promise.resolve();

  constructor(now: () => Date = () => new Date()) {
    this.now = now;
  }

  /** The next requests to its API meet with these, one each; null: with none. */
  fail(...troubles: readonly (Trouble | null)[]): void {
    this.#troubles.push(...troubles);
  }

  async open(port = 0): Promise<void> {
    const listener = getRequestListener((request, env) => this.app.fetch(request, env));
    const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
    server.listen(port);
    await once(server, 'listening');
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
    this.#close = async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    };
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Before the routes of its API. */
  protected troubled(): MiddlewareHandler<DoubleEnvironment> {
    return async (c, next) => {
      this.requests.push(`${c.req.method} ${c.req.path}`);
      const trouble = this.#troubles.shift();
      if (trouble === undefined || trouble === null) return await next();
      if (trouble === 'outage') return c.html('<h1>503 Service Unavailable</h1>', 503);
      if (trouble === 'hang') await new Promise(() => {});
      if (trouble === 'drop-before') return broken(c);
      await next();
      c.res = trouble === 'drop-after' ? broken(c) : c.html('<p>Oops</p>', 200);
      return undefined;
    };
  }
}

/** The caller sees a connection that ends without an answer. */
function broken(c: Ctx): Response {
  c.env.outgoing.destroy();
  return c.body(null);
}

/** So many within a stretch of time, which slides. */
export class Window {
  readonly #max: number;
  readonly #ms: number;
  #times: number[] = [];

  constructor(max: number, ms: number) {
    this.#max = max;
    this.#ms = ms;
  }

  /** False: one too many, which does not count. */
  take(now: number): boolean {
    this.#times = this.#times.filter((time) => time > now - this.#ms);
    if (this.#times.length >= this.#max) return false;
    this.#times.push(now);
    return true;
  }

  get count(): number {
    return this.#times.length;
  }
}

/** Whatever was sent; undefined where it is none. */
export async function jsonIn(c: Ctx): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text()) as unknown;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing else is a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
