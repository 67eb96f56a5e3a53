/**
 * The compiler turns `./x.ts` into `./x.js` in what it emits, but not in every `import()`: where the type of
 * the module is asked for in a circle, TypeScript 7.0 leaves it as it was written, and the package would not load.
 */
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

const left = /(\bimport\((['"])\.{1,2}\/[^'"]+)\.ts(\2\))/g;

export function withEmittedNames(code: string): string {
  return code.replaceAll(left, '$1.js$3');
}

if (import.meta.main) {
  for (const file of globSync('dist/**/*.js', { exclude: ['dist/public/**'] })) {
    const code = await readFile(file, 'utf8');
    const finished = withEmittedNames(code);
    if (finished !== code) await writeFile(file, finished);
  }
}
