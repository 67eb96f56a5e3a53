import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { webkitEnvironment } from '../reliability/browsers/webkit.ts';
import type { Screen } from '../engines/screen.ts';
import type { App } from './app.ts';
import type { WebView } from './web-view.ts';

const host = join(import.meta.dirname, 'webkit-host.py');

interface Reply {
  readonly ready?: true;
  readonly message?: string;
  readonly loaded?: boolean;
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: string;
}

/**
 * WebKitGTK in a process of its own: `window.webkit.messageHandlers`, and lines of script on the way back.
 *
 * @param home of its process
 * @param profile where it keeps its data; undefined: nowhere
 */
export async function webkitView(
  app: App,
  python: string,
  screen: Screen,
  home: string,
  profile?: string,
): Promise<WebView> {
  const child = spawn(python, [host, ...(profile === undefined ? [] : [profile])], {
    env: webkitEnvironment(home, screen),
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const replies = new Map<number, (reply: Reply) => void>();
  let whenLoaded: (isLoaded: boolean) => void = () => undefined;
  const started = Promise.withResolvers<void>();
  const ended = once(child, 'exit').then(() => {
    started.reject(new Error('The web view ended before it was ready.'));
    for (const reply of replies.values()) reply({ error: 'The web view is gone.' });
  });
  started.promise.catch(() => undefined); // It is waited for below.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { ready, message, loaded, id, ...reply } = JSON.parse(line) as Reply;
    if (ready) started.resolve();
    if (message !== undefined) void app.hear(message);
    if (loaded !== undefined) whenLoaded(loaded);
    if (id !== undefined) replies.get(id)?.(reply);
  });
  // The group, for WebKit's processes are children of its own.
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, signal);
    await ended;
  };
  // A test that ends badly leaves nobody behind.
  const endNow = (): void => void child.kill('SIGKILL');
  process.once('exit', endNow);
  void ended.then(() => process.removeListener('exit', endNow));
  const order = (words: object): void => void child.stdin.write(`${JSON.stringify(words)}\n`);
  let last = 0;
  const ask = async (words: object): Promise<unknown> => {
    const id = (last += 1);
    const replied = new Promise<Reply>((resolve) => replies.set(id, resolve));
    order({ ...words, id });
    const { value, error } = await replied;
    replies.delete(id);
    if (error !== undefined) throw new Error(error);
    return value;
  };
  const run = (script: string): Promise<unknown> => ask({ run: script });
  app.connect((text) => {
    // As `evaluateJavaScript` is written in an app: the text is quoted once more.
    void run(`otklikBridge.receive(${JSON.stringify(text)})`).catch(() => undefined);
  });
  await started.promise;
  return {
    open: (url) => {
      order({ load: url });
      return new Promise((resolve) => {
        whenLoaded = resolve;
      });
    },
    keep: async (link) => (await ask({ keep: `${link}/keep` })) === 'kept',
    show: async (front) => order({ front }),
    ask: (expression) => run(`return (${expression})`),
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
  };
}
