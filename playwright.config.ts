import { defineConfig, devices } from '@playwright/test';

/** CHROME_BIN names the browser (scripts/find-browser.ts); without it Playwright's own is used. */
const executablePath = process.env['CHROME_BIN'];
/** One story in every engine; scripts/find-engines.ts names the others. */
const engines = 'engines/*.spec.ts';
/** Frameworks do the same in any window. */
const frameworks = 'frameworks.spec.ts';
/** What a page notices is the same on every screen; keyboards on the screen are a phone's. */
const host = 'host-*.spec.ts';
const displays = 'displays.spec.ts';
/** What happens on the line and in the service is the same on every screen; a phone is where it happens. */
const line =
  '{account-switch,bad-input,bad-network,bundler,codes,files,hosted-kinds,interruptions,order,referrers,service-down,strict-page,two-devices}.spec.ts';
/** Mice, and windows that scroll: every trigger once. */
const onPage = 'on-page.spec.ts';
/** In web views that they start themselves. */
const webviews = 'webviews/*.spec.ts';
/** Every kind of question, which sees to its windows itself. */
const kinds = 'kinds/*.spec.ts';
/** Notifications, in browsers of their own. */
const push = 'push/*.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/blank-setup.ts',
  outputDir: 'test-results',
  // A picture that is not there is a failure; docs/architecture.md says how they are made.
  updateSnapshots: 'none',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  // Where every change is judged, a test that passes the second time stops nobody: it is named at the end. It has
  // found something all the same, in the product or in itself, and somebody has to look into it.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  use: {
    // A sixth of the time, and a failure tells enough by itself; `--trace=retain-on-failure` for one that does not.
    trace: 'off',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Playwright switches partitioned storage off; with its list replaced, embedded frames get
        // the storage that people's browsers give them.
        '--disable-features=Translate',
      ],
    },
  },
  projects: [
    {
      name: 'phone',
      use: { ...devices['Pixel 7'] },
      testIgnore: [engines, kinds, host, onPage, push, webviews],
    },
    {
      name: 'desktop',
      use: { ...devices['Desktop Chrome'] },
      testIgnore: [engines, frameworks, kinds, displays, line, push, webviews],
    },
    {
      name: 'kinds',
      testMatch: kinds,
      use: { ...devices['Desktop Chrome'] },
      snapshotPathTemplate: '{testDir}/kinds/reference/{arg}{ext}',
      // Fonts are drawn a little differently by every build of the browser.
      expect: { toHaveScreenshot: { threshold: 0.3, maxDiffPixelRatio: 0.01 } },
    },
    {
      name: 'push',
      testMatch: push,
      timeout: 60_000,
      // Browser, desktop and service are processes of their own, on machines that do other things too.
      expect: { timeout: 15_000 },
    },
    { name: 'webviews', testMatch: webviews, use: { ...devices['Desktop Chrome'] } },
    ...['chromium', 'firefox', 'webkit'].map((name) => ({
      name,
      testMatch: engines,
      // Drivers that speak a word at a time, on machines that do other things too.
      timeout: 90_000,
      expect: { timeout: 15_000 },
    })),
  ],
});
