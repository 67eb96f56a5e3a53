/**
 * A device: a browser with a profile that stays when the browser dies. The page does everything by itself, so
 * that no driver stands between the browser and its end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Screen } from '../../engines/screen.ts';
import { startScreen } from '../../engines/screen.ts';
import { chromiumFlags } from './chromium.ts';
import { firefoxFlags, writeFirefoxPreferences } from './firefox.ts';
import { startGroup } from './process-group.ts';
import type { ProcessGroup } from './process-group.ts';
import { webkitEnvironment, webkitFlags } from './webkit.ts';

export type EngineName = 'Chromium' | 'Firefox' | 'WebKitGTK';

export interface Device {
  readonly engine: EngineName;
  /** The folder of the profile. */
  readonly profile: string;
  /** Starts the browser with its profile, on a page. */
  open(url: string): Promise<void>;
  /** Whether the browser runs. */
  readonly isOn: () => boolean;
  /** Everything stands still, as if time had stopped. */
  freeze(): void;
  /** SIGKILL to the browser and all its processes. */
  kill(): Promise<void>;
  /** Kills the browser and removes the profile. */
  remove(): Promise<void>;
}

/** @param profile a folder of somebody else's, which `remove` leaves alone; default: a new one */
export async function createDevice(engine: EngineName, profile?: string): Promise<Device> {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), `otklik-${engine.toLowerCase()}-`)));
  const program = programOf(engine);
  const screen = engine === 'WebKitGTK' ? await startScreen(setting('XVFB_BIN')) : undefined;
  if (engine === 'Firefox') await writeFirefoxPreferences(folder);
  let browser: ProcessGroup | undefined;
  const kill = async (): Promise<void> => {
    const ending = browser;
    browser = undefined;
    await ending?.kill();
  };
  return {
    engine,
    profile: folder,
    async open(url) {
      await kill();
      browser = start(engine, program, { folder, url, screen });
    },
    isOn: () => browser?.isAlive() === true,
    freeze: () => browser?.freeze(),
    kill,
    async remove() {
      await kill();
      await screen?.stop();
      if (profile === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Why there can be no such device here; undefined where there can. */
export function missingDevice(engine: EngineName): string | undefined {
  const absent = variables[engine].filter((name) => process.env[name] === undefined);
  return absent.length === 0 ? undefined : `no ${engine} on this machine (${absent.join(', ')})`;
}

const variables: Readonly<Record<EngineName, readonly string[]>> = {
  Chromium: ['CHROME_BIN'],
  Firefox: ['FIREFOX_BIN'],
  WebKitGTK: ['WEBKIT_BROWSER', 'XVFB_BIN'],
};

interface Opening {
  readonly folder: string;
  readonly url: string;
  readonly screen: Screen | undefined;
}

function start(
  engine: EngineName,
  program: string,
  { folder, url, screen }: Opening,
): ProcessGroup {
  switch (engine) {
    case 'Chromium':
      return startGroup(program, chromiumFlags(folder, url));
    case 'Firefox':
      return startGroup(program, firefoxFlags(folder, url));
    case 'WebKitGTK':
      return startGroup(program, webkitFlags(url), webkitEnvironment(folder, screen));
  }
}

function programOf(engine: EngineName): string {
  return setting(variables[engine][0] ?? '');
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} names no program.`);
  return value;
}
