import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Plugin } from 'vite';

const root = join(import.meta.dirname, '..');

/** What an integrator sees: the debug panel, the preview, the check of a theme's colours. No respondent loads it. */
export const tools: readonly string[] = [
  'src/widget/debug/panel.ts',
  'src/widget/preview.ts',
  'src/widget/themes/contrast.ts',
];

/** As the bundler tells of a chunk. */
export interface BuiltChunk {
  readonly fileName: string;
  readonly isEntry: boolean;
  readonly moduleIds: readonly string[];
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

export interface OfflineFiles {
  readonly always: readonly string[];
  readonly kinds: Readonly<Record<string, readonly string[]>>;
  readonly languages: Readonly<Record<string, readonly string[]>>;
}

/** Which module a kind of question comes with. */
export type KindModules = Readonly<Record<string, string>>;

/**
 * `otklik-files.json`: which files a survey takes, so that the service worker can put them aside with the page that asks
 * for them. From the build itself, for names are made from contents.
 */
export function offlineFiles(): Plugin {
  return {
    name: 'otklik-offline-files',
    apply: 'build',
    // Not emitted as an asset: Rolldown cuts chunks more finely where a plugin may emit files.
    async writeBundle({ dir = '' }, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const files = filesOf(chunks, await kindModules(chunks));
      await writeFile(join(dir, 'otklik-files.json'), JSON.stringify(files));
    },
  };
}

export function filesOf(chunks: readonly BuiltChunk[], modules: KindModules): OfflineFiles {
  const byModule = new Map(
    chunks.flatMap((chunk) => sourcesOf(chunk).map((source) => [source, chunk] as const)),
  );
  const kinds = Object.entries(modules).map(([kind, source]) => {
    const chunk = byModule.get(source);
    if (chunk === undefined) throw new Error(`${kind}: no chunk is made of ${source}`);
    return [kind, chunk] as const;
  });
  const languages = [...byModule].flatMap(([source, chunk]) => {
    const tag = languageOf(source);
    return tag === undefined || chunk.isEntry ? [] : ([[tag, chunk]] as const);
  });
  const apart = new Set([...kinds, ...languages].map(([, chunk]) => chunk));
  for (const tool of tools) apart.add(byModule.get(tool) ?? missing(tool));
  const entries = chunks.filter(({ isEntry }) => isEntry);
  const always = reached(entries, chunks, apart);
  const beyond = (chunk: BuiltChunk): readonly string[] =>
    reached([chunk], chunks, new Set([...apart, ...always])).map(({ fileName }) => fileName);
  return {
    always: always.map(({ fileName }) => fileName),
    kinds: Object.fromEntries(kinds.map(([kind, chunk]) => [kind, beyond(chunk)])),
    languages: Object.fromEntries(languages.map(([tag, chunk]) => [tag, beyond(chunk)])),
  };
}

/** These, and all that they may import, now or later, short of what stands apart. */
function reached(
  from: readonly BuiltChunk[],
  chunks: readonly BuiltChunk[],
  apart: ReadonlySet<BuiltChunk>,
): readonly BuiltChunk[] {
  const found = new Set(from);
  for (const chunk of found) {
    const names = [...chunk.imports, ...chunk.dynamicImports];
    const next = chunks.filter((one) => names.includes(one.fileName) && !apart.has(one));
    for (const one of next) found.add(one);
  }
  return [...found];
}

function missing(source: string): never {
  throw new Error(`no chunk is made of ${source}`);
}

function sourcesOf({ moduleIds }: BuiltChunk): readonly string[] {
  return moduleIds.map((id) => relative(root, id).replaceAll('\\', '/'));
}

/** `pt-br.ts` holds the words of `pt-BR`. English is no chunk of its own. */
function languageOf(source: string): string | undefined {
  const name = /^src\/protocol\/words\/(?!en\.)([a-z]{2}(?:-[a-z]{2,4})?)\.ts$/.exec(source)?.[1];
  return name === undefined ? undefined : Intl.getCanonicalLocales(name)[0];
}

/** Node runs the source as it is: the module that a kind asks for is the one that has the same content. */
async function kindModules(chunks: readonly BuiltChunk[]): Promise<KindModules> {
  const folder = 'src/widget/views/kinds';
  const { CHUNKS } = await imported<{ CHUNKS: Record<string, () => Promise<{ kinds: unknown }>> }>(
    `${folder}/index.ts`,
  );
  const sources = chunks.flatMap(sourcesOf).filter((source) => source.startsWith(`${folder}/`));
  const modules = await Promise.all(
    sources.map(async (source) => [source, await imported<{ kinds?: unknown }>(source)] as const),
  );
  const names = Object.entries(CHUNKS).map(async ([kind, load]) => {
    const { kinds } = await load();
    const found = modules.find(([, module]) => module.kinds === kinds);
    return [kind, found?.[0] ?? missing(`the kind ${kind}`)] as const;
  });
  return Object.fromEntries(await Promise.all(names));
}

async function imported<Module>(source: string): Promise<Module> {
  return (await import(pathToFileURL(join(root, source)).href)) as Module;
}
