import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'vite';

/** Inside the project, where `otklik` resolves as it does in a customer's: through the package's exports. */
const cache = join(import.meta.dirname, '..');

/** What a customer's own bundler makes of a module that imports the package: file names and code. */
export async function bundled(code: string): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(cache, '.bundle-'));
  try {
    const input = join(folder, 'app.js');
    await writeFile(input, code);
    const result = await build({
      configFile: false,
      logLevel: 'error',
      base: '/app/',
      root: folder,
      build: {
        write: false,
        modulePreload: { polyfill: false },
        rolldownOptions: { input, output: { entryFileNames: 'app.js' } },
      },
    });
    const outputs = [result].flat().flatMap((part) => ('output' in part ? part.output : []));
    return new Map(
      outputs.flatMap((output) =>
        output.type === 'chunk' ? [[output.fileName, output.code]] : [],
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
