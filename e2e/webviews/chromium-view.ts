import { chromium } from '@playwright/test';
import type { LaunchOptions } from '@playwright/test';

import { killBrowser } from '../support/kill-browser.ts';
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
  const page = context.pages()[0] ?? (await context.newPage());
  await context.exposeBinding('toApp', (_source, text: string) => app.hear(text));
  await context.addInitScript(putListener);
  app.connect((text) => {
    // An app that answers a page which is gone meanwhile speaks to nobody.
    void page.evaluate(speak, text).catch(() => undefined);
  });
  return {
    open: (url) =>
      page.goto(url).then(
        () => true,
        () => false, // No network, and nothing kept of the page.
      ),
    keep: async (link) => {
      const unseen = await context.newPage();
      await unseen.goto(`${link}/keep`);
      await unseen.waitForFunction(() => document.title !== '');
      const title = await unseen.title();
      await unseen.close();
      return title === 'kept';
    },
    show: (isInFront) =>
      page.evaluate<void, DocumentVisibilityState>(
        tellVisibility,
        isInFront ? 'visible' : 'hidden',
      ),
    ask: (expression) => page.evaluate(expression),
    kill: () => killBrowser(context, profile),
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

/** Runs in the page, which hears of it as from a phone: a browser that is driven always has its pages in front. */
function tellVisibility(visibilityState: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', {
    value: visibilityState,
    configurable: true,
  });
  document.dispatchEvent(new Event('visibilitychange'));
}
