import { join } from 'node:path';

import { build } from 'vite';
import type { Plugin } from 'vite';

import { numbersForLimits } from './vite-plugin-limits.ts';
import { shortPrivates } from './vite-plugin-privates.ts';

const root = join(import.meta.dirname, '..');

/**
 * `dist/public/otklik-sw.js`, beside the script tag's files: one classic script, for a customer's own worker may be
 * classic and import it by `importScripts`, and a worker may load nothing more once it is installed.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'otklik-service-worker',
    apply: 'build',
    async writeBundle() {
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        plugins: [shortPrivates(), numbersForLimits()],
        build: {
          target: 'es2021',
          outDir: 'dist/public',
          emptyOutDir: false,
          sourcemap: 'hidden',
          minify: 'oxc',
          reportCompressedSize: false,
          lib: {
            entry: { 'otklik-sw': join(root, 'src/worker/otklik-sw.ts') },
            formats: ['iife'],
            name: 'otklikServiceWorker',
          },
          rolldownOptions: {
            output: { comments: { annotation: false }, entryFileNames: '[name].js' },
          },
        },
      });
    },
  };
}
