import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { add, freshReport, none, readReport, root, type Counts } from './report.ts';

/** A suite's result, with a line for each failure. */
export type SuiteResult = {
  readonly counts: Counts;
  readonly failures: readonly string[];
  /** Passed the second time only: somebody has to look into it, and nobody has to wait for that. */
  readonly shaky?: readonly string[];
};

type VitestReport = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
};

type PlaywrightReport = {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly { readonly message?: string }[];
  readonly suites: readonly PlaywrightSuite[];
};

type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly {
      readonly projectName: string;
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
};

/** Runs one project of vitest.config.ts. */
export function runVitest(project: string): SuiteResult {
  const path = freshReport(project);
  const code = run(
    ['node_modules/vitest/vitest.mjs', 'run', '--project', project],
    ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
  );
  const report = readReport(path) as VitestReport | undefined;
  return judged(report === undefined ? undefined : vitestResult(report), code);
}

/** Runs end-to-end tests: all of them, or those that `selection` names in Playwright's own words. */
export function runPlaywright(
  name: string,
  selection: readonly string[] = [],
  env: Record<string, string> = {},
): SuiteResult {
  const path = freshReport(name);
  const code = run(
    ['node_modules/@playwright/test/cli.js', 'test', ...selection],
    ['--reporter=list,json'],
    {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: path,
    },
  );
  const report = readReport(path) as PlaywrightReport | undefined;
  return judged(report === undefined ? undefined : playwrightResult(report), code);
}

/** Runs the short trials of `npm run storm`. */
export function runReliability(name: string): SuiteResult {
  const path = freshReport(name);
  const code = run(['e2e/reliability/run.ts', '--gate'], []);
  const counts = readReport(path) as Counts | undefined;
  if (counts === undefined) return judged(undefined, code);
  const failures = counts.failed === 0 ? [] : ['promises that were not kept, in the table above'];
  return judged({ counts, failures }, code);
}

function run(
  [tool = '', ...command]: readonly string[],
  reporters: readonly string[],
  env: Record<string, string> = {},
): number | null {
  return spawnSync(process.execPath, [join(root, tool), ...command, ...reporters], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  }).status;
}

export function vitestResult(report: VitestReport): SuiteResult {
  let counts = none;
  const failures: string[] = [];
  const shaky: string[] = [];
  for (const file of report.testResults) {
    const name = relative(root, file.name);
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      counts = add(counts, countOf(status));
      const [message] = failureMessages ?? [];
      const line = `${name}: ${fullName}${because(message)}`;
      if (status === 'failed') failures.push(line);
      // It failed once, and passed when it was tried again.
      else if (message !== undefined) shaky.push(line);
    }
    const brokeOutsideTests =
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed');
    if (brokeOutsideTests) {
      counts = add(counts, { ...none, failed: 1 });
      failures.push(`${name}${because(file.message)}`);
    }
  }
  return { counts, failures, shaky };
}

export function playwrightResult(report: PlaywrightReport): SuiteResult {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = report.errors.map((error) => `e2e${because(error.message)}`);
  const failed = unexpected + failures.length;
  failures.push(...report.suites.flatMap((suite) => testsOf(suite, 'unexpected')));
  const shaky = report.suites.flatMap((suite) => testsOf(suite, 'flaky'));
  return { counts: { passed: expected + flaky, failed, skipped }, failures, shaky };
}

function testsOf(suite: PlaywrightSuite, wanted: 'unexpected' | 'flaky'): string[] {
  const own = suite.specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === wanted)
      .map(({ projectName, results }) => {
        const error = results.find((result) => result.error !== undefined)?.error;
        return `${projectName}: ${file}: ${title}${because(error?.message)}`;
      }),
  );
  return [...own, ...(suite.suites ?? []).flatMap((one) => testsOf(one, wanted))];
}

/** A suite that crashed, or that ran nothing, has failed, whatever its report says. */
export function judged(result: SuiteResult | undefined, code: number | null): SuiteResult {
  const { counts, failures, ...more } = result ?? { counts: none, failures: [] };
  if (counts.failed > 0) return { counts, failures, ...more };
  const trouble =
    result === undefined
      ? 'crashed before it could report'
      : code !== 0
        ? `ended with exit code ${code ?? 'none'} although no test failed`
        : counts.passed === 0
          ? 'ran no test'
          : undefined;
  if (trouble === undefined) return { counts, failures, ...more };
  return { counts: add(counts, { ...none, failed: 1 }), failures: [...failures, trouble], ...more };
}

function countOf(status: string): Counts {
  if (status === 'passed') return { ...none, passed: 1 };
  return status === 'failed' ? { ...none, failed: 1 } : { ...none, skipped: 1 };
}

/** The first line of an error message, without the colours of a terminal. */
function because(message: string | undefined): string {
  const line = message === undefined ? '' : stripVTControlCharacters(message).split('\n', 1)[0];
  return line === undefined || line === '' ? '' : `: ${line}`;
}
