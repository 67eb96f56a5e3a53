import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { tools } from './vite-plugin-offline-files.ts';

/**
 * The size gate of the script tag, in bytes of brotli: what a phone must receive before the first
 * question stands on its screen, and after it. Why these figures: docs/decisions/0012.
 */
const budgets = {
  /** A first flight less its headers. */
  script: 14_000,
  /** With the session's answer. A ceiling that only ever comes down; the goal is the first flight. */
  firstQuestion: 15_300,
  /**
   * All code of a survey that a page asks with a token, as if it had everything. The goal is 45,000; it has gone up
   * twice, for storage that mends itself and for what codes, bridge and worker ask of the outbox (decision 12).
   */
  everything: 70_200,
  /** For who puts the survey into a page: no respondent fetches them. */
  tools: 6_000,
  /** Each; a respondent fetches one, after the first question, or none. English, what the script lacks of it. */
  language: 2_050,
  deadEnds: 8_500,
  /** Inside an app, or a frame that names its host; nobody else fetches them. */
  bridge: 4_500,
  /** Where a deep-link code is followed, beyond its sentences. */
  codes: 3_300,
  requests: 1,
  /** Of pages that ask at some moment: all that they load before they ask. */
  loader: 3_000,
  /** What it fetches then, beside the script; and what tells a developer why a rule has not asked. */
  loaderLater: 600,
  loaderExplanation: 1_500,
  /** What sends events that the page has told, with the first of them. */
  loaderTelling: 2_500,
  /** The service worker: no page waits for it. Engine, store and courier are most of it. */
  worker: 13_500,
};

const WORKER = 'otklik-sw.js';
const LOADER = 'otklik-loader.js';

/** What a kind of question brings beyond the script, if it is the first: each chunk in views/kinds. */
const kinds: Readonly<Record<string, number>> = {
  deeds: 2_000,
  fields: 2_000,
  parts: 2_000,
  picks: 2_000,
  matrix: 3_000,
  ranking: 3_000,
  slider: 3_000,
  file: 6_000,
  search: 6_000,
  signature: 6_000,
};

/** A session answer's size where no sample survey is at hand to measure. */
const typicalAnswer = 900;

/** What must not be in the browser's code, and why. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/\beval\(|new Function\b/, 'refused by a strict script-src'],
  [/createPolicy\(\s*['"`]lit-html/, 'throws beside another Lit; our policy has our name'],
  [/\bzod\b|\$ZodType|_zod\b/i, 'schemas are for the service; the widget takes types only'],
  [/process\.env/, 'there is no process in a browser'],
  [/document\.cookie/, 'the product uses no cookies'],
  [/localhost|127\.0\.0\.1/, 'an address of a developer’s machine'],
  [/http:\/\/(?!www\.w3\.org\/)/, 'nothing is asked for over plain http'],
  [/\bdebugger\b|console\.log\b/, 'left over from debugging'],
  [/Lit is in dev mode|litIssuedWarnings/, 'Lit’s development build'],
  [/reactiveElementVersions|litElementVersions/, 'Lit’s base class; ours is updating-element.ts'],
];

type Manifest = Record<string, { readonly bytes: number; readonly brotli: number }>;

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/public');
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
const problems: string[] = [];

const first = staticClosure('otklik.js');
const languages = [...languageFiles(), restOfEnglish()];
/** Words as well, of all languages at once: for whose link leads nowhere. */
const deadEnds = chunkOf('src/protocol/dead-ends.ts');
const bridge = filesOf('src/widget/bridge/');
const codes = ['codes', 'exchange', 'dead-end'].map((name) => chunkOf(`src/widget/${name}.ts`));
const loaderLater = chunkOf('src/loader/asking.ts');
const loaderExplanation = chunkOf('src/loader/explanation.ts');
const loaderTelling = chunkOf('src/loader/telling.ts');
const answer = await sampleAnswer();
const toolFiles = tools.map(chunkOf);
const code = Object.keys(manifest).filter(
  (file) =>
    file.endsWith('.js') && file !== WORKER && file !== deadEnds && !languages.includes(file),
);
const ofLoader = [LOADER, loaderLater, loaderExplanation, loaderTelling];
const apart = [...toolFiles, ...bridge, ...codes, ...ofLoader];
const forRespondents = code.filter((file) => !apart.includes(file));
const sum = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + (manifest[file]?.brotli ?? 0), 0);

limit('the script', sum(first), budgets.script);
limit('the first question, answer included', sum(first) + answer.bytes, budgets.firstQuestion);
limit('all chunks together, without languages', sum(forRespondents), budgets.everything);
limit('the sentences of dead ends', sum([deadEnds]), budgets.deadEnds);
limit('the bridge', sum(bridge), budgets.bridge);
limit('codes', sum(codes), budgets.codes);
limit('the tools', sum(toolFiles), budgets.tools);
limit('the loader', sum(staticClosure(LOADER)), budgets.loader);
limit('what the loader asks with', sum([loaderLater]), budgets.loaderLater);
limit('what explains the loader', sum([loaderExplanation]), budgets.loaderExplanation);
limit('what tells of events', sum([loaderTelling]), budgets.loaderTelling);
limit('the service worker', sum([WORKER]), budgets.worker);
for (const file of languages) limit(file, sum([file]), budgets.language);
for (const [kind, budget] of Object.entries(kinds)) limit(kind, sum(broughtBy(kind)), budget);
for (const kind of unknownKinds()) problems.push(`${kind}: a chunk of a kind without a budget`);
limit('script requests to the first question', first.length, budgets.requests);
for (const file of Object.keys(manifest)) checkWords(file);
printTable();
for (const problem of problems) console.error(`✗ ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** A file and all it imports before it runs; what it imports later by `import()` is not in it. */
function staticClosure(entry: string, seen: string[] = []): string[] {
  if (seen.includes(entry)) return seen;
  seen.push(entry);
  const code = readFileSync(join(folder, entry), 'utf8');
  const imports = code.matchAll(/(?:\bfrom|\bimport)\s*["'`](\.{1,2}\/[^"'`]+)["'`]/g);
  for (const [, specifier] of imports) {
    staticClosure(posix.join(posix.dirname(entry), specifier ?? ''), seen);
  }
  return seen;
}

/** The chunks that hold the widget's words in one language. */
function languageFiles(): string[] {
  const tags = globSync('*.ts', { cwd: join(root, 'src/protocol/words') })
    .map((file) => file.replace('.ts', ''))
    .filter((name) => name !== 'en' && /^[a-z]{2}(-[a-z]{2,4})?$/.test(name));
  return Object.keys(manifest).filter((file) => tags.some((tag) => isChunkOf(tag, file)));
}

/** English comes in two parts: the words of a first question are in the script. */
function restOfEnglish(): string {
  return chunkOf('src/protocol/words/en/later.ts');
}

/** The chunk that a source file has become a part of, by the source maps. */
function chunkOf(source: string): string {
  const file = Object.keys(manifest).find((one) => sourcesOf(one).includes(source));
  if (file === undefined) throw new Error(`no chunk holds ${source}`);
  return file;
}

/** The chunks of which nearly all comes out of one folder. */
function filesOf(under: string): string[] {
  return Object.keys(manifest).filter((file) => {
    const sources = sourcesOf(file);
    return file !== WORKER && sources.length > 0 && sources.every((one) => one.startsWith(under));
  });
}

function sourcesOf(file: string): readonly string[] {
  const path = join(folder, `${file}.map`);
  // A chunk of style sheets alone has none.
  if (!existsSync(path)) return [];
  const map = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly sources: readonly string[];
  };
  return map.sources.map((source) =>
    relative(root, join(folder, dirname(file), source)).replaceAll('\\', '/'),
  );
}

/** The chunk of a kind, and what it cannot run without, beyond the script. */
function broughtBy(kind: string): readonly string[] {
  const chunk = chunkOf(`src/widget/views/kinds/${kind}.ts`);
  return staticClosure(chunk).filter((file) => !first.includes(file));
}

/** Whatever `import()` names among the kinds. */
function unknownKinds(): readonly string[] {
  const code = readFileSync(join(root, 'src/widget/views/kinds/index.ts'), 'utf8');
  const names = [...code.matchAll(/\bimport\('\.\/([\w-]+)\.ts'\)/g)].map(([, name = '']) => name);
  return names.filter((name) => !(name in kinds));
}

function isChunkOf(name: string, file: string): boolean {
  return new RegExp(`^chunks/${name}-[\\w-]{8}\\.js$`).test(file);
}

/** The session's answer is in the same flight: a real survey in one language, with words, as it travels. */
async function sampleAnswer(): Promise<{ readonly bytes: number; readonly source: string }> {
  const path = join(root, 'examples/surveys/delivery.json');
  if (!existsSync(path)) return { bytes: typicalAnswer, source: 'assumed' };
  const { $schema: _forEditors, ...file } = JSON.parse(readFileSync(path, 'utf8')) as object & {
    readonly $schema?: string;
  };
  const content = inOneLanguage(file, 'ru');
  const text = JSON.stringify({ content, words: await firstWords('ru') });
  return { bytes: brotliCompressSync(text).length, source: 'delivery.json in ru, with words' };
}

/** What the service sends with any first screen. */
async function firstWords(tag: string): Promise<Record<string, unknown>> {
  const file = languages.find((one) => isChunkOf(tag, one));
  if (file === undefined) throw new Error(`no chunk with the words of ${tag}`);
  const { words } = (await import(join(folder, file))) as { words: Record<string, unknown> };
  const always = ['next', 'send', 'skip', 'back', 'close', 'progress', 'optional'];
  return Object.fromEntries(always.map((name) => [name, words[name]]));
}

function inOneLanguage(value: unknown, language: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => inOneLanguage(item, language));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const isLocalised = entries.every(
    ([key, text]) => /^[a-z]{2}(-\w+)?$/.test(key) && typeof text === 'string',
  );
  if (isLocalised && language in value) {
    return Object.fromEntries(entries.filter(([key]) => key === language));
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, inOneLanguage(item, language)]));
}

function limit(what: string, measured: number, budget: number): void {
  if (measured > budget) problems.push(`${what}: ${measured}, budget ${budget}`);
}

function checkWords(file: string): void {
  const code = readFileSync(join(folder, file), 'utf8');
  for (const [pattern, why] of forbidden) {
    const found = pattern.exec(code);
    if (found === null) continue;
    const around = code.slice(Math.max(0, found.index - 30), found.index + 50);
    problems.push(`${file} holds “${found[0]}” (${why}): …${around.replaceAll(/\s+/g, ' ')}…`);
  }
}

function printTable(): void {
  const row = (name: string, bytes: number | string, compressed: number | string): void =>
    console.log(`${name.padEnd(44)}${String(bytes).padStart(9)}${String(compressed).padStart(9)}`);
  row('file', 'bytes', 'brotli');
  for (const file of code) {
    const { bytes = 0, brotli = 0 } = manifest[file] ?? {};
    row(`${first.includes(file) ? '●' : ' '} ${file}`, bytes, brotli);
  }
  row(`  session answer (${answer.source})`, '', answer.bytes);
  row('● to the first question, answer included', '', sum(first) + answer.bytes);
  row('  ceiling', '', budgets.firstQuestion);
  for (const [kind, budget] of Object.entries(kinds)) {
    row(`  ${kind}, budget ${budget}`, '', sum(broughtBy(kind)));
  }
  row(`  the service worker, budget ${budgets.worker}`, '', sum([WORKER]));
  row(`  the bridge, budget ${budgets.bridge}`, '', sum(bridge));
  row(`  codes, budget ${budgets.codes}`, '', sum(codes));
  row(`  the loader, budget ${budgets.loader}`, '', sum(staticClosure(LOADER)));
  row(`  tools, budget ${budgets.tools}`, '', sum(toolFiles));
  row('  everything, without languages and tools', '', sum(forRespondents));
  row('  ceiling', '', budgets.everything);
  const sizes = languages.map((file) => sum([file]));
  row(`  a language (${languages.length}), the largest`, '', Math.max(...sizes));
  const stray = globSync('**/*', { cwd: folder }).filter((file) => /\.(css|wasm|html)$/.test(file));
  for (const file of stray) problems.push(`${file}: only scripts are served to a host's page`);
}
