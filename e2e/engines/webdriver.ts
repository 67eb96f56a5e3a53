import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { freePort } from '../support/ports.ts';

/** An element as the driver names it, to be handed back to the driver. */
export type ElementReference = Readonly<Record<string, string>>;

/** As much of W3C WebDriver (https://www.w3.org/TR/webdriver2/) as the tests of an engine need. */
export interface WebDriverSession {
  go(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Calls a function in the page: its source, and what it is called with. */
  call(source: string, ...args: readonly unknown[]): Promise<unknown>;
  /** By the engine's own accessibility tree. */
  roleOf(element: ElementReference): Promise<string>;
  nameOf(element: ElementReference): Promise<string>;
  /** Moves the pointer to a point of the viewport, in CSS pixels, and presses it once. */
  tapAt(x: number, y: number): Promise<void>;
  /** Each down and up again; keys without a letter by their code point in the specification. */
  press(keys: readonly string[]): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  picture(): Promise<Buffer>;
  end(): Promise<void>;
}

export interface WebDriver {
  session(capabilities: Readonly<Record<string, unknown>>): Promise<WebDriverSession>;
  stop(): Promise<void>;
}

/** What the driver refused, with its code: https://www.w3.org/TR/webdriver2/#errors */
export class WebDriverError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** Starts a driver program and waits until it listens. */
export async function startWebDriver(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<WebDriver> {
  const port = await freePort();
  const child = spawn(program, [`--port=${port}`], { env, stdio: 'ignore' });
  process.once('exit', () => child.kill());
  const origin = `http://127.0.0.1:${port}`;
  await ready(origin, () => child.exitCode !== null);
  return {
    async session(capabilities) {
      const opened = await command('POST', `${origin}/session`, {
        capabilities: { alwaysMatch: capabilities },
      });
      return openSession(`${origin}/session/${(opened as { sessionId: string }).sessionId}`);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

function openSession(address: string): WebDriverSession {
  const get = (path: string): Promise<unknown> => command('GET', address + path);
  const post = async (path: string, body: unknown): Promise<unknown> =>
    command('POST', address + path, body);
  const act = async (source: unknown): Promise<void> => {
    await post('/actions', { actions: [source] });
  };
  const idOf = (element: ElementReference): string => Object.values(element)[0] ?? '';
  return {
    go: async (url) => void (await post('/url', { url })),
    reload: async () => void (await post('/refresh', {})),
    call: (source, ...args) =>
      post('/execute/sync', { script: `return (${source})(...arguments)`, args }),
    roleOf: async (element) => String(await get(`/element/${idOf(element)}/computedrole`)),
    nameOf: async (element) => String(await get(`/element/${idOf(element)}/computedlabel`)),
    tapAt: (x, y) =>
      act({
        type: 'pointer',
        id: 'mouse',
        parameters: { pointerType: 'mouse' },
        actions: [
          { type: 'pointerMove', origin: 'viewport', x: Math.round(x), y: Math.round(y) },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      }),
    press: (keys) =>
      act({
        type: 'key',
        id: 'keyboard',
        actions: keys.flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]),
      }),
    resize: async (width, height) => void (await post('/window/rect', { width, height })),
    picture: async () => Buffer.from(String(await get('/screenshot')), 'base64'),
    end: async () => void (await command('DELETE', address)),
  };
}

async function command(method: string, address: string, body?: unknown): Promise<unknown> {
  const reply = await fetch(address, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const { value } = (await reply.json()) as { readonly value: unknown };
  if (reply.ok) return value;
  const { error, message } = value as { readonly error: string; readonly message: string };
  throw new WebDriverError(error, `${method} ${new URL(address).pathname}: ${message}`);
}

/** Asks until it listens; a driver that ends before that is an error. */
async function ready(origin: string, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    if (hasEnded()) throw new Error('The WebDriver program ended before it listened.');
    const isReady = await fetch(`${origin}/status`).then(
      ({ ok }) => ok,
      () => false, // Not listening yet: asked again below.
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
