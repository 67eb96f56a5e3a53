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
  '{account-switch,bad-input,bad-network,bundler,files,interruptions,service-down,two-devices}.spec.ts';
/** Every kind of question, which sees to its windows itself. */
const kinds = 'kinds/*.spec.ts';

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
  // A test that passes only the second time has found something: it counts as failed.
  retries: 0,
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
    { name: 'phone', use: { ...devices['Pixel 7'] }, testIgnore: [engines, kinds, host] },
    {
      name: 'desktop',
      use: { ...devices['Desktop Chrome'] },
      testIgnore: [engines, frameworks, kinds, displays, line],
    },
    {
      name: 'kinds',
      testMatch: kinds,
      use: { ...devices['Desktop Chrome'] },
      snapshotPathTemplate: '{testDir}/kinds/reference/{arg}{ext}',
      // Fonts are drawn a little differently by every build of the browser.
      expect: { toHaveScreenshot: { threshold: 0.3, maxDiffPixelRatio: 0.01 } },
    },
    ...['chromium', 'firefox', 'webkit'].map((name) => ({
      name,
      testMatch: engines,
      // Drivers that speak a word at a time, on machines that do other things too.
      timeout: 90_000,
      expect: { timeout: 15_000 },
    })),
  ],
});
