import { spawnSync } from 'node:child_process';
import { findBrowser } from './find-browser.ts';
import { findEngines } from './find-engines.ts';
import { startPostgres } from './postgres.ts';
import { add, none, readReport, root, sentence, type Counts } from './report.ts';
import { runPlaywright, runReliability, runVitest, type SuiteResult } from './suites.ts';

/**
 * `npm test`: builds, runs every suite, and ends with one line for the whole run.
 *
 *   node scripts/test.ts [suite…] [--add report.json]
 *
 * `--add` counts a report that `npm run check` has written into the same line.
 */
const vitestProjects = ['unit', 'service-pglite', 'service-postgres', 'browser'];
const suites = [...vitestProjects, 'e2e', 'e2e-postgres', 'reliability'];
const needsBuild = ['e2e', 'e2e-postgres', 'reliability'];
const needsBrowser = ['unit', 'browser', 'e2e', 'e2e-postgres', 'reliability'];
const needsEngines = ['e2e', 'reliability'];
/** What the database has a part in, once more on PostgreSQL. */
const onPostgres = ['order', 'service-down', 'interruptions', 'account-switch'];

/** What becomes a line of the summary. */
type Line = { readonly name: string; readonly result: SuiteResult; readonly seconds?: number };

const options = readArguments(process.argv.slice(2));
const results: Line[] = [];

if (options.report !== undefined) record('check', checkResult(options.report));
if (options.suites.some((name) => needsBuild.includes(name))) record('build', build());
if (options.suites.some((name) => needsBrowser.includes(name))) {
  record('browser to test with', await provideBrowser());
}
if (options.suites.some((name) => needsEngines.includes(name))) provideEngines();
for (const name of options.suites) {
  console.log(`\n▶ ${name}`);
  const started = performance.now();
  const result = await run(name);
  results.push({ name, result, seconds: Math.round((performance.now() - started) / 1000) });
}
summarise();

async function run(name: string): Promise<SuiteResult> {
  if (name === 'e2e') return runPlaywright(name);
  if (name === 'reliability') return runReliability(name);
  if (name !== 'e2e-postgres') return runVitest(name);
  const postgres = await startPostgres();
  try {
    return runPlaywright(name, ['--project=phone', ...onPostgres], {
      OTKLIK_TEST_DATABASE: 'postgres',
      OTKLIK_TEST_POSTGRES_URL: postgres.url,
    });
  } finally {
    await postgres.stop();
  }
}

function readArguments(args: readonly string[]): { suites: readonly string[]; report?: string } {
  const at = args.indexOf('--add');
  const names = args.filter((_, index) => at === -1 || (index !== at && index !== at + 1));
  const unknown = names.find((name) => !suites.includes(name));
  if (unknown !== undefined) {
    throw new Error(`No suite is called ${unknown}; there are ${suites.join(', ')}.`);
  }
  const report = at === -1 ? undefined : args[at + 1];
  return {
    suites: names.length === 0 ? suites : names,
    ...(report === undefined ? {} : { report }),
  };
}

function record(name: string, result: SuiteResult): void {
  results.push({ name, result });
}

function checkResult(path: string): SuiteResult {
  const counts = readReport(path) as Counts | undefined;
  if (counts === undefined) return failure('crashed before it could report');
  return { counts, failures: counts.failed === 0 ? [] : ['listed above, by `npm run check`'] };
}

/** Not counted when it succeeds: it is no test. */
function build(): SuiteResult {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0 ? { counts: none, failures: [] } : failure('`npm run build` failed');
}

/** The suites read CHROME_BIN. */
async function provideBrowser(): Promise<SuiteResult> {
  try {
    process.env['CHROME_BIN'] = await findBrowser(process.env, console.log);
    console.log(`Browser: ${process.env['CHROME_BIN']}`);
    return { counts: none, failures: [] };
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The tests read where the engines are; those of one that is not to be had are skipped, and say so. With
 * `CI=true` they fail.
 */
function provideEngines(): void {
  const engines = findEngines(process.env, console.log);
  for (const [name, path] of Object.entries(engines)) console.log(`${name}: ${path}`);
  Object.assign(process.env, engines);
}

function failure(reason: string): SuiteResult {
  return { counts: { ...none, failed: 1 }, failures: [reason] };
}

function summarise(): void {
  const total = results.map(({ result }) => result.counts).reduce(add, none);
  console.log('');
  for (const { name, result } of results) {
    for (const line of result.shaky ?? []) console.log(`↻ ${name}, the second time: ${line}`);
    for (const line of result.failures) console.log(`✗ ${name}: ${line}`);
  }
  for (const { name, result, seconds } of results) {
    const { passed, failed, skipped } = result.counts;
    if (passed + failed + skipped === 0) continue;
    const took = seconds === undefined ? '' : `; ${seconds} s`;
    console.log(`${name.padEnd(24)}${sentence(result.counts)}${took}`);
  }
  console.log('');
  console.log(sentence(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
}
