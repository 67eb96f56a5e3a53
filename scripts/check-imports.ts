/**
 * Whoever installs the package gets its `dependencies` and nothing else: what the built modules import has to be
 * among them. The tests cannot notice, for here everything is installed.
 */
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { root } from './report.ts';

/** `import … from 'x'`, `import 'x'`, `export … from 'x'`, `import('x')`: as the compiler writes them. */
const IMPORT = /(?:^|[\s;}])(?:import|export)\s*(?:[^'"();]*?\sfrom\s*)?\(?\s*['"]([^'"]+)['"]/g;

const { dependencies = {}, peerDependencies = {} } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<string, Record<string, string> | undefined>;
const installed = new Set(Object.keys({ ...dependencies, ...peerDependencies }));

const missing = new Map<string, string>();
const files = globSync('dist/**/*.js', { cwd: root, exclude: ['dist/public/**', 'dist/demo/**'] });
for (const file of files) {
  for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
    const packageName = /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
    if (/^[./]/.test(name) || isBuiltin(name) || installed.has(packageName)) continue;
    missing.set(packageName, file);
  }
}

for (const [name, file] of missing) {
  console.error(`${file} imports "${name}", which is not among the dependencies of package.json`);
}
if (files.length === 0) console.error('dist/ is empty: run "npm run build" first');
process.exitCode = missing.size > 0 || files.length === 0 ? 1 : 0;
