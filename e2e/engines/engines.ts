import type { LaunchOptions, PlaywrightWorkerArgs } from '@playwright/test';

import { visitWithPlaywright } from './playwright-visitor.ts';
import { startScreen } from './screen.ts';
import type { Visitor } from './visitor.ts';
import { startWebDriver } from './webdriver.ts';
import { visitWithWebKit } from './webkit-visitor.ts';

/** A browser engine that is ready for visitors. */
export interface Engine {
  visit(window: WindowSize): Promise<Visitor>;
  stop(): Promise<void>;
}

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** What the person has chosen for the whole device. */
export type ColourScheme = 'light' | 'dark';

export type EngineName = 'chromium' | 'firefox' | 'webkit';

/** Starts an engine; a sentence when it is not on this machine. */
export async function startEngine(
  name: EngineName,
  scheme: ColourScheme,
  playwright: PlaywrightWorkerArgs['playwright'],
  launchOptions: LaunchOptions,
): Promise<Engine | string> {
  switch (name) {
    case 'chromium':
      return startChromium(scheme, playwright, launchOptions);
    case 'firefox':
      return startFirefox(scheme, playwright);
    case 'webkit':
      return startWebKit(scheme);
  }
}

async function startChromium(
  colorScheme: ColourScheme,
  { chromium }: PlaywrightWorkerArgs['playwright'],
  launchOptions: LaunchOptions,
): Promise<Engine> {
  const browser = await chromium.launch(launchOptions);
  return {
    visit: (viewport) => visitWithPlaywright(browser, { viewport, colorScheme }),
    stop: () => browser.close(),
  };
}

/** As Mozilla and the distributions ship it, over WebDriver BiDi. */
async function startFirefox(
  scheme: ColourScheme,
  { firefox }: PlaywrightWorkerArgs['playwright'],
): Promise<Engine | string> {
  const executablePath = process.env['FIREFOX_BIN'];
  if (executablePath === undefined) return missing('Firefox', 'FIREFOX_BIN');
  const browser = await firefox.launch({
    executablePath,
    channel: 'moz-firefox',
    // BiDi has no word for it yet; 0 is dark.
    firefoxUserPrefs: {
      'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1,
    },
  });
  return {
    visit: (viewport) => visitWithPlaywright(browser, { viewport }),
    stop: () => browser.close(),
  };
}

/** WebKitGTK, with the driver and the small browser that belong to it. */
async function startWebKit(scheme: ColourScheme): Promise<Engine | string> {
  const { WEBKIT_DRIVER: program, WEBKIT_BROWSER: browser, XVFB_BIN: xvfb } = process.env;
  if (program === undefined || browser === undefined || xvfb === undefined)
    return missing('WebKitGTK', 'WEBKIT_DRIVER, WEBKIT_BROWSER and XVFB_BIN');
  const screen = await startScreen(xvfb);
  const driver = await startWebDriver(program, {
    ...process.env,
    DISPLAY: screen.display,
    GTK_THEME: scheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
  });
  return {
    visit: (window) => visitWithWebKit(driver, browser, window),
    async stop() {
      await driver.stop();
      await screen.stop();
    },
  };
}

function missing(engine: string, variables: string): string {
  return `${engine} is not on this machine: \`npm run test:e2e\` looks for it, or set ${variables}.`;
}
