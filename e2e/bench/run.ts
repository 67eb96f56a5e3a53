/** `npm run bench`: all benchmarks; `npm run bench -- NAME [options]`: one of them. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { findBrowser } from '../../scripts/find-browser.ts';

const benchmarks = [
  'first-question',
  'hosted',
  'tap',
  'long',
  'throughput',
  'scenarios',
  'deliveries',
  'export',
];

const [name, ...options] = process.argv.slice(2);
if (name !== undefined && !benchmarks.includes(name)) {
  console.error(`There is no benchmark "${name}"; there are: ${benchmarks.join(', ')}.`);
  process.exit(2);
}
process.env['CHROME_BIN'] ??= await findBrowser();
for (const benchmark of name === undefined ? benchmarks : [name]) {
  console.log(`\n# ${benchmark}`);
  const script = fileURLToPath(new URL(`${benchmark}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
