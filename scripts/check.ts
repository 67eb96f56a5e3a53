import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freshReport, root, sentence, writeReport } from './report.ts';

/**
 * `npm run check`: everything that can be judged without running the product. Every step runs even
 * when one before it failed, each counts as one, and the counts are written for scripts/test.ts.
 */
type Step = { readonly name: string; readonly commands: readonly (readonly string[])[] };

const packed = join(root, '.cache/packed');
mkdirSync(packed, { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};
const tarball = join(packed, `otklik-${version}.tgz`);
/** Entries that are no modules for a compiler: the script tag, and data. */
const untyped = [
  './otklik.js',
  './otklik-loader.js',
  './otklik-sw.js',
  './survey.schema.json',
  './custom-elements.json',
  './package.json',
];

const steps: readonly Step[] = [
  { name: 'build', commands: [['npm', 'run', '--silent', 'build']] },
  { name: 'format', commands: [['oxfmt', '--check', '.']] },
  { name: 'lint', commands: [['oxlint']] },
  {
    name: 'types of tests and tools',
    commands: [
      ['tsc', '-p', '.'],
      ['tsc', '-p', 'src/worker/tsconfig.test.json'],
    ],
  },
  { name: 'types of the demo', commands: [['tsc', '-p', 'demo']] },
  { name: 'types of the end-to-end tests', commands: [['tsc', '-p', 'e2e']] },
  {
    name: 'types of the pages made with frameworks',
    commands: [
      ['tsc', '-p', 'e2e/frameworks/react'],
      ['tsc', '-p', 'e2e/frameworks/angular'],
      ['node', 'scripts/check-templates.ts', 'vue', 'e2e/frameworks/vue'],
      ['node', 'scripts/check-templates.ts', 'svelte', 'e2e/frameworks/svelte'],
    ],
  },
  { name: 'the dependency rule and the bans', commands: [['node', 'scripts/prove-rules.ts']] },
  { name: 'unused files, exports, packages', commands: [['knip']] },
  { name: 'package dependencies', commands: [['node', 'scripts/check-imports.ts']] },
  {
    name: 'package contents (publint)',
    commands: [
      ['npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', packed],
      ['publint', 'run', tarball, '--strict'],
    ],
  },
  {
    name: 'package types (attw)',
    commands: [['attw', tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...untyped]],
  },
  { name: 'size of the script tag', commands: [['node', 'scripts/size.ts']] },
];

const report = freshReport('check');
const failed: string[] = [];
for (const { name, commands } of steps) {
  console.log(`\n▶ ${name}`);
  const ok = commands.every(runs);
  if (!ok) failed.push(name);
}
rmSync(packed, { recursive: true, force: true });

console.log('');
for (const name of failed) console.log(`✗ check: ${name}`);
const counts = { passed: steps.length - failed.length, failed: failed.length, skipped: 0 };
writeReport(report, counts);
console.log(sentence(counts));
process.exitCode = failed.length === 0 ? 0 : 1;

function runs([command = '', ...args]: readonly string[]): boolean {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}
