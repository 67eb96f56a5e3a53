import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startScreen } from '../engines/screen.ts';
import type { Screen } from '../engines/screen.ts';
import { test as base } from '../support/test.ts';
import { App } from './app.ts';
import { chromiumView } from './chromium-view.ts';
import type { WebView } from './web-view.ts';
import { webkitView } from './webkit-view.ts';

type Kind = 'WebKitGTK' | 'Chromium';

interface Device {
  /** Which web view the app is built around. */
  readonly kind: Kind;
  /** Whether its web view keeps what pages store. WebKit takes and forgets them, Chromium refuses. */
  readonly isKeeping: boolean;
  readonly app: App;
  /** Starts the app's web view, again with the data of the last time; after the test it is closed. */
  readonly start: () => Promise<WebView>;
}

/** Where windows stand that nobody sees. */
interface Workshop {
  readonly desk: Screen | undefined;
}

export const test = base.extend<Device, Workshop>({
  kind: ['Chromium', { option: true }],
  isKeeping: [true, { option: true }],
  desk: [
    async ({}, use) => {
      const { XVFB_BIN } = process.env;
      const screen = XVFB_BIN === undefined ? undefined : await startScreen(XVFB_BIN);
      await use(screen);
      await screen?.stop();
    },
    { scope: 'worker' },
  ],
  app: async ({ mint, shop }, use) => {
    const token = (): Promise<string> =>
      mint({ survey: 'srv_delivery', respondent: 'person-1', origins: [shop.origin] });
    await use(new App(token, { orderNumber: 'A-17' }));
  },
  start: async ({ kind, isKeeping, app, desk, launchOptions }, use, testInfo) => {
    const profile = await mkdtemp(join(tmpdir(), 'otklik-web-view-'));
    const { WEBVIEW_PYTHON: python } = process.env;
    const views: WebView[] = [];
    if (!isKeeping && kind === 'Chromium') await forbidStorage(profile);
    await use(async () => {
      if (kind === 'WebKitGTK' && (python === undefined || desk === undefined)) {
        const missing = 'No web view of WebKitGTK: set WEBVIEW_PYTHON and XVFB_BIN.';
        // Where every change is judged, what was not tried does not work.
        if (process.env['CI'] === 'true') throw new Error(missing);
        testInfo.skip(true, missing);
      }
      const view =
        kind === 'WebKitGTK' && python !== undefined && desk !== undefined
          ? await webkitView(app, python, desk, profile, isKeeping ? profile : undefined)
          : await chromiumView(app, launchOptions, profile);
      views.push(view);
      return view;
    });
    await Promise.all(views.map((view) => view.close().catch(() => undefined)));
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  },
});

/** As `setDomStorageEnabled(false)`: whatever a page wants to store is refused. */
async function forbidStorage(profile: string): Promise<void> {
  await mkdir(join(profile, 'Default'));
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(blocked));
}

export { expect } from '@playwright/test';
