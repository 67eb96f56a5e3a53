import { createRequire, registerHooks } from 'node:module';
import { resolve } from 'node:path';

/**
 *   node scripts/check-templates.ts vue|svelte <folder>
 *
 * The checkers of Vue's and Svelte's templates need the compiler's JavaScript interface, which
 * TypeScript 7 does not have: when they ask for `typescript`, they get version 6. To be removed when
 * they run on 7.
 */
const [framework = '', folder = ''] = process.argv.slice(2);
const tsconfig = resolve(folder, 'tsconfig.json');
const require = createRequire(import.meta.url);

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.replace(/^typescript(?=\/|$)/, 'typescript-6'), context),
});

const checkers: Readonly<Record<string, () => void>> = {
  vue() {
    process.argv.splice(2, Infinity, '--noEmit', '-p', tsconfig);
    const { run } = require('vue-tsc') as { run: (compiler: string) => void };
    run(require.resolve('typescript-6/lib/tsc'));
  },
  svelte() {
    process.argv.splice(2, Infinity, '--workspace', folder, '--tsconfig', tsconfig);
    require('svelte-check/bin/svelte-check');
  },
};
const check = checkers[framework];
if (check === undefined) throw new Error(`No checker for ${framework}.`);
check();
