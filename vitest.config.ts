import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

/**
 * `npm test` runs each of these projects on its own and adds up what they report (scripts/test.ts).
 * CHROME_BIN names the browser; without it Playwright's own is used.
 */
const executablePath = process.env['CHROME_BIN'];

/**
 * As in playwright.config.ts: where every change is judged, what has to do with other processes gets a second try,
 * and is named at the end if it needs one.
 */
const retry = process.env['CI'] === 'true' ? 1 : 0;

/** The service's suite is the same on both databases; its test support reads the variable. */
const service = (database: 'pglite' | 'postgres') => ({
  test: {
    name: `service-${database}`,
    environment: 'node',
    include: ['src/service/**/*.test.ts', 'src/cli/**/*.test.ts'],
    env: { OTKLIK_TEST_DATABASE: database },
    // A real database is made and a real process started within these: hang guards, not assertions.
    testTimeout: 30_000,
    retry,
    hookTimeout: 60_000,
    ...(database === 'postgres' ? { globalSetup: ['scripts/postgres.ts'] } : {}),
  },
});

export default defineConfig({
  test: {
    // Vitest leaves one processor to others; of two that would be half, and tests wait more than they work.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{src,scripts,demo,e2e}/**/*.test.ts'],
          exclude: ['src/service/**', 'src/cli/**', '**/*.browser.test.ts'],
        },
      },
      service('pglite'),
      service('postgres'),
      {
        test: {
          name: 'browser',
          retry,
          include: ['src/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath === undefined ? {} : { executablePath }),
                args: [
                  '--no-sandbox',
                  '--disable-quic',
                  '--no-first-run',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
