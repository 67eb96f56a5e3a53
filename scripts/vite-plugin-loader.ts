import { join } from 'node:path';

import { build } from 'vite';
import type { Plugin } from 'vite';

import { numbersForLimits } from './vite-plugin-limits.ts';
import { shortPrivates } from './vite-plugin-privates.ts';

const root = join(import.meta.dirname, '..');
const LOADER = 'otklik-loader';

/**
 * `dist/public/otklik-loader.js`: a build of its own, so that it shares no code with the widget, which it fetches only when
 * there is something to ask, and never waits for a second file before that.
 */
export function loader(): Plugin {
  return {
    name: 'otklik-loader',
    apply: 'build',
    async writeBundle() {
      await build({
        configFile: false,
        root,
        base: './',
        publicDir: false,
        logLevel: 'warn',
        plugins: [shortPrivates(), numbersForLimits(), classicEntry()],
        build: {
          target: 'es2021',
          outDir: 'dist/public',
          emptyOutDir: false,
          sourcemap: 'hidden',
          minify: 'oxc',
          reportCompressedSize: false,
          lib: {
            entry: {
              [LOADER]: join(root, 'src/loader/otklik-loader.ts'),
              later: join(root, 'src/loader/later.ts'),
            },
            formats: ['es'],
          },
          rolldownOptions: {
            output: {
              minify: true,
              comments: { annotation: false },
              entryFileNames: ({ name }) =>
                name === LOADER ? '[name].js' : 'chunks/[name]-[hash].js',
              chunkFileNames: 'chunks/[name]-[hash].js',
            },
          },
        },
      });
    },
  };
}

/**
 * A classic script may import when it runs, and nothing before; what it declares would be everybody's. So the entry stands in
 * a function, knows its chunk by address, and shares nothing with it.
 */
function classicEntry(): Plugin {
  return {
    name: 'otklik-classic-entry',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const entry = chunks.find(({ name }) => name === LOADER);
        const later = chunks.find(({ name }) => name === 'later');
        if (!entry || !later) throw new Error('The loader is built of two parts.');
        const shared = [...entry.imports, ...entry.exports, ...later.imports];
        if (shared.length > 0)
          throw new Error(`The loader shares code with a chunk: ${shared.join()}`);
        entry.code = asClassicScript(entry.code.replace('otklik:later', later.fileName));
      },
    },
  };
}

function asClassicScript(code: string): string {
  return `(()=>{${code.trim()}})();\n`;
}
