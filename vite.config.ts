import { defineConfig } from 'vite';
import { chunkFetcher } from './scripts/vite-plugin-chunk-fetcher.ts';
import { hostedStyles } from './scripts/vite-plugin-hosted-styles.ts';
import { loader } from './scripts/vite-plugin-loader.ts';
import { withoutUnusedLit } from './scripts/vite-plugin-lit-unused.ts';
import { withoutLitTraces } from './scripts/vite-plugin-lit-traces.ts';
import { numbersForLimits } from './scripts/vite-plugin-limits.ts';
import { ownNamespaces } from './scripts/vite-plugin-namespaces.ts';
import { offlineFiles } from './scripts/vite-plugin-offline-files.ts';
import { shortPrivates } from './scripts/vite-plugin-privates.ts';
import { serviceWorker } from './scripts/vite-plugin-service-worker.ts';
import { compactTemplates } from './scripts/vite-plugin-templates.ts';
import { trustedTypesPolicy } from './scripts/vite-plugin-trusted-types.ts';

/**
 * The script tag: `otklik.js` under a name that never changes, and what it loads later under names
 * made from the content, so that those may be cached for ever. The npm package is not built here: it
 * is what the compiler emits, for the integrator's own bundler.
 */
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [
    shortPrivates(),
    numbersForLimits(),
    compactTemplates(),
    ownNamespaces(),
    withoutLitTraces(),
    withoutUnusedLit(),
    trustedTypesPolicy('otklik'),
    chunkFetcher(),
    hostedStyles(),
    offlineFiles(),
    serviceWorker(),
    loader(),
  ],
  build: {
    target: 'es2021',
    outDir: 'dist/public',
    emptyOutDir: true,
    // Source maps are written, but not named in the code: only who looks for them fetches them.
    sourcemap: 'hidden',
    minify: 'oxc',
    reportCompressedSize: false,
    // A library build: a page's build would wrap each import() in a preloader for style sheets that
    // we do not have, 0.7 kB of it.
    lib: { entry: { otklik: 'src/loader/otklik.ts' }, formats: ['es'] },
    rolldownOptions: {
      // One file, although later chunks share code with it: a second file would be a second round
      // trip before the first question. The chunks import that code from the entry.
      preserveEntrySignatures: 'allow-extension',
      output: {
        // Vite leaves the whitespace of libraries in place; this one goes to browsers as it is.
        minify: true,
        // Nobody bundles this again: what is said to bundlers is said to nobody. Licences stay.
        comments: { annotation: false },
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
