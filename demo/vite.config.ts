import { join } from 'node:path';

import { defineConfig } from 'vite';

/** The scripts of the shop's pages that need a bundler: the playground's editor and its stage, and the bridge's examiner. */
export default defineConfig({
  root: join(import.meta.dirname, 'shop/playground'),
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: join(import.meta.dirname, 'built'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The editor is large, and nobody who is asked a survey loads it.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: {
        playground: join(import.meta.dirname, 'shop/playground/main.ts'),
        stage: join(import.meta.dirname, 'shop/playground/stage.ts'),
        conformance: join(import.meta.dirname, 'hosts/conformance/main.ts'),
        question: join(import.meta.dirname, 'shop/playground/question.ts'),
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
});
