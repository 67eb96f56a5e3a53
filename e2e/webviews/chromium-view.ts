import { readdir, readFile } from 'node:fs/promises';

import { chromium } from '@playwright/test';
import type { LaunchOptions } from '@playwright/test';

import type { App } from './app.ts';
import type { WebView } from './web-view.ts';

/** Chromium in the shape of an Android app: an object as `addWebMessageListener` puts it into the app's own pages. */
export async function chromiumView(
  app: App,
  options: LaunchOptions,
  profile: string,
): Promise<WebView> {
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    viewport: { width: 390, height: 700 },
  });
  const closed = new Promise((resolve) => context.once('close', resolve));
  const page = context.pages()[0] ?? (await context.newPage());
  await context.exposeBinding('toApp', (_source, text: string) => app.hear(text));
  await context.addInitScript(putListener);
  app.connect((text) => {
    // An app that answers a page which is gone meanwhile speaks to nobody.
    void page.evaluate(speak, text).catch(() => undefined);
  });
  return {
    open: async (url) => void (await page.goto(url)),
    ask: (expression) => page.evaluate(expression),
    async kill() {
      process.kill(await browserWith(profile), 'SIGKILL');
      await closed;
    },
    close: () => context.close(),
  };
}

/** Runs in the page, before any script of its own. */
function putListener(): void {
  if (window !== top) return;
  const { toApp } = window as unknown as { toApp: (text: string) => void };
  const listener = Object.assign(new EventTarget(), { postMessage: (text: string) => toApp(text) });
  Object.defineProperty(window, 'otklikHost', { value: listener, enumerable: true });
}

/** Runs in the page: what an app does by the reply proxy that its listener was given. */
function speak(text: string): void {
  const { otklikHost } = window as unknown as { otklikHost: EventTarget };
  otklikHost.dispatchEvent(new MessageEvent('message', { data: text }));
}

/** The browser's own process, which its folder tells from all others. */
async function browserWith(profile: string): Promise<number> {
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const flags = (await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).split('\0');
    const isBrowser = !flags.some((flag) => flag.startsWith('--type='));
    if (isBrowser && flags.includes(`--user-data-dir=${profile}`)) return Number(id);
  }
  throw new Error(`No browser runs with ${profile}.`);
}
