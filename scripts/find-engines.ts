import { globSync } from 'node:fs';
import { installWithApt, onPath, runs, starts, type Environment } from './installation.ts';

/** Where the engines beside Chromium are, and a desktop for them, by the variables that the end-to-end tests read. */
export type Engines = Readonly<Partial<Record<Variable, string>>>;

type Variable =
  | 'FIREFOX_BIN'
  | 'WEBKIT_DRIVER'
  | 'WEBKIT_BROWSER'
  | 'XVFB_BIN'
  | 'DBUS_BIN'
  | 'DESKTOP_PYTHON_BIN'
  | 'WEBVIEW_PYTHON';

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
  {
    name: 'web view of WebKitGTK',
    packages: ['python3-gi', 'gir1.2-gtk-3.0', 'gir1.2-webkit2-4.1'],
    find: findWebView,
  },
  {
    name: 'desktop for notifications',
    packages: ['dbus', 'python3-gi', 'libnotify4'],
    find: findDesktop,
  },
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

/**
 * A bus, a Python that can speak on it, and the library by which Firefox finds the desktop.
 */
function findDesktop(env: Environment): Engines | undefined {
  const { DBUS_BIN: named, DESKTOP_PYTHON_BIN: namedPython } = env;
  if (named !== undefined && namedPython !== undefined) {
    return { DBUS_BIN: named, DESKTOP_PYTHON_BIN: namedPython };
  }
  const bus = onPath(env, ['dbus-daemon']);
  const python = systemPythons(env).find((path) => runs(path, '-c', 'import gi'));
  const hasLibrary = globSync(notifyLibrary).length > 0;
  if (bus === undefined || python === undefined || !hasLibrary) return undefined;
  return { DBUS_BIN: bus, DESKTOP_PYTHON_BIN: python };
}

/** A Python with the typelibs of GTK and WebKit. */
function findWebView(env: Environment): Engines | undefined {
  const named = env['WEBVIEW_PYTHON'];
  const pythons = named === undefined ? systemPythons(env) : [named];
  const python = pythons.find((path) => runs(path, '-c', canShowWebViews));
  return python === undefined ? undefined : { WEBVIEW_PYTHON: python };
}

const canShowWebViews =
  "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')";

/** The distribution's own first: another one on the path lacks what the distribution brings. */
function systemPythons(env: Environment): readonly string[] {
  const other = onPath(env, ['python3']);
  return ['/usr/bin/python3', ...(other === undefined ? [] : [other])];
}

const notifyLibrary = '/usr/{lib/*,lib64,lib}/libnotify.so.4';

/** In a folder of the library's version. */
const miniBrowser = '/usr/{lib/*,lib64,libexec}/webkit*gtk-*/MiniBrowser';

if (import.meta.main) {
  console.log(findEngines(process.env, (line) => console.error(line)));
}
