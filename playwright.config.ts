import { defineConfig, devices } from '@playwright/test';

/** CHROME_BIN names the browser (scripts/find-browser.ts); without it Playwright's own is used. */
const executablePath = process.env['CHROME_BIN'];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  // A test that passes only the second time has found something: it counts as failed.
  retries: 0,
  use: {
    trace: 'retain-on-failure',
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
    { name: 'phone', use: { ...devices['Pixel 7'] } },
    { name: 'desktop', use: { ...devices['Desktop Chrome'] } },
  ],
});
