import type { Browser, BrowserType, LaunchOptions } from 'playwright';

/** Chromium as the tests start it. */
export const chromiumOptions = (
  more: readonly string[] = ['--disable-features=Translate'],
): LaunchOptions => {
  const executablePath = process.env['CHROME_BIN'];
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-quic', ...more],
  };
};

export function launch(type: BrowserType, more?: readonly string[]): Promise<Browser> {
  return type.launch(chromiumOptions(more));
}
