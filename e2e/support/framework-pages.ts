import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { build } from 'vite';
import type { PluginOption } from 'vite';

import type { HostSite } from './host-site.ts';

/** One shop, written five times as its framework has it. */
export type Framework = 'html' | 'react' | 'vue' | 'svelte' | 'angular';

/** What the customer's developer writes into a page, and what stands there in a test. */
export interface FilledIn {
  /** Instead of `https://surveys.example.com`. */
  readonly service: string;
  /** Instead of `srv_delivery`. */
  readonly survey: string;
}

const folder = join(import.meta.dirname, '../frameworks');

const plugins: Readonly<Record<Framework, () => PluginOption[]>> = {
  html: () => [],
  react: () => [],
  vue: () => [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'otklik-survey' } } }),
  ],
  svelte: () => [svelte({ configFile: false })],
  angular: () => [],
};

const entries: Readonly<Record<Exclude<Framework, 'html'>, string>> = {
  react: 'main.tsx',
  vue: 'main.ts',
  svelte: 'main.ts',
  angular: 'main.ts',
};

const built = new Map<Framework, Promise<ReadonlyMap<string, string>>>();

/** Puts the shop's pages on a site. Each framework's is built once in a test process. */
export async function serveShopOf(
  framework: Framework,
  site: HostSite,
  filledIn: FilledIn,
  rendered = '',
): Promise<void> {
  const files = await (built.get(framework) ?? keep(framework, codeOf(framework)));
  for (const [file, code] of files) site.script(`/app/${file}`, filled(code, filledIn));
  const html = framework === 'html' ? await plainPage() : appPage(rendered);
  for (const path of ['/', '/help', '/by-hand', '/by-attributes'])
    site.page(path, filled(html, filledIn));
}

/** What a server renders of the React shop. */
export async function renderedByReact(path: string, filledIn: FilledIn): Promise<string> {
  const files = await bundle('react', 'server.tsx', true);
  const cache = await mkdtemp(join(folder, '../.bundle-'));
  try {
    for (const [file, code] of files) await writeFile(join(cache, file), code);
    const server = (await import(pathToFileURL(join(cache, 'app.js')).href)) as {
      html: (path: string) => string;
    };
    return filled(server.html(path), filledIn);
  } finally {
    await rm(cache, { recursive: true });
  }
}

function keep(
  framework: Framework,
  code: Promise<ReadonlyMap<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  built.set(framework, code);
  return code;
}

async function codeOf(framework: Framework): Promise<ReadonlyMap<string, string>> {
  return framework === 'html' ? new Map() : bundle(framework, entries[framework], false);
}

function plainPage(): Promise<string> {
  return readFile(join(folder, 'html/index.html'), 'utf8');
}

/** Built for development: only then do frameworks say what they dislike, and React mounts twice. */
async function bundle(
  framework: Exclude<Framework, 'html'>,
  entry: string,
  isForServer: boolean,
): Promise<ReadonlyMap<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    base: '/app/',
    root: join(folder, framework),
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: plugins[framework](),
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      ssr: isForServer,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: join(folder, framework, entry),
        output: { entryFileNames: 'app.js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  const outputs = [result].flat().flatMap((part) => ('output' in part ? part.output : []));
  return new Map(
    outputs.flatMap((output) => (output.type === 'chunk' ? [[output.fileName, output.code]] : [])),
  );
}

function filled(code: string, { service, survey }: FilledIn): string {
  return code.replaceAll('https://surveys.example.com', service).replaceAll('srv_delivery', survey);
}

const appPage = (rendered: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title>
<link rel="icon" href="data:,">
<script type="module" src="/app/app.js"></script>
</head>
<body><div id="app">${rendered}</div></body>
</html>`;
