import type { LaunchOptions } from 'playwright';

/** Chromium as the tests start it, with these flags beside. */
export function chromiumOptions(...flags: readonly string[]): LaunchOptions {
  const executablePath = process.env['CHROME_BIN'];
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-quic', ...flags],
  };
}
