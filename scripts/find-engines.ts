import { globSync } from 'node:fs';
import { installWithApt, onPath, starts, type Environment } from './installation.ts';

/** Where the engines beside Chromium are, by the variables that the end-to-end tests read. */
export type Engines = Readonly<Partial<Record<Variable, string>>>;

type Variable = 'FIREFOX_BIN' | 'WEBKIT_DRIVER' | 'WEBKIT_BROWSER' | 'XVFB_BIN';

interface Engine {
  readonly name: string;
  /** Of Debian and what is made from it. */
  readonly packages: readonly string[];
  /** Undefined unless all that it takes is there. */
  find(env: Environment): Engines | undefined;
}

const engines: readonly Engine[] = [
  { name: 'Firefox', packages: ['firefox-esr'], find: findFirefox },
  { name: 'WebKitGTK', packages: ['webkit2gtk-driver', 'xvfb'], find: findWebKit },
];

/** Firefox and WebKitGTK as this machine has them, installed if need be and possible. */
export function findEngines(
  env: Environment = process.env,
  log: (line: string) => void = () => undefined,
  install = installWithApt,
): Engines {
  const wanting = engines.filter(({ find }) => find(env) === undefined);
  if (wanting.length > 0) install(wanting.flatMap(({ packages }) => packages));
  const found = engines.flatMap(({ name, packages, find }) => {
    const paths = find(env);
    if (paths === undefined)
      log(`No ${name}, so its tests do not run. On Debian: apt-get install ${packages.join(' ')}`);
    return Object.entries(paths ?? {});
  });
  return Object.fromEntries(found);
}

/** As its makers ship it. Playwright's own build is another thing, and cannot be had everywhere. */
function findFirefox(env: Environment): Engines | undefined {
  const path = env['FIREFOX_BIN'] ?? onPath(env, ['firefox-esr', 'firefox']);
  return path !== undefined && starts(path) ? { FIREFOX_BIN: path } : undefined;
}

/** Its driver, the small browser that comes with the library, and a screen that nobody sees. */
function findWebKit(env: Environment): Engines | undefined {
  const driver = env['WEBKIT_DRIVER'] ?? onPath(env, ['WebKitWebDriver']);
  const browser = env['WEBKIT_BROWSER'] ?? globSync(miniBrowser).sort()[0];
  const screen = env['XVFB_BIN'] ?? onPath(env, ['Xvfb']);
  if (driver === undefined || browser === undefined || screen === undefined) return undefined;
  return { WEBKIT_DRIVER: driver, WEBKIT_BROWSER: browser, XVFB_BIN: screen };
}

/** In a folder of the library's version. */
const miniBrowser = '/usr/{lib/*,lib64,libexec}/webkit*gtk-*/MiniBrowser';

if (import.meta.main) {
  console.log(findEngines(process.env, (line) => console.error(line)));
}
