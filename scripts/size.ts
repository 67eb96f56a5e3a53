import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/**
 * The size gate of the script tag, in bytes of brotli: what a phone must receive before the first
 * question stands on its screen.
 */
const budgets = {
  /** Ceilings that only ever come down, until they are the goal. */
  script: 14_000,
  firstQuestion: 15_050,
  everything: 45_000,
  requests: 1,
};
/** One TCP connection's first flight, for the script and the session's answer (docs/decisions/0012). */
const goal = 14_000;

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
];

type Manifest = Record<string, { readonly bytes: number; readonly brotli: number }>;

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/public');
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
const problems: string[] = [];

const first = staticClosure('otklik.js');
const answer = sampleAnswer();
const sum = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + (manifest[file]?.brotli ?? 0), 0);

limit('the script', sum(first), budgets.script);
limit('the first question, answer included', sum(first) + answer.bytes, budgets.firstQuestion);
limit('all chunks together', sum(Object.keys(manifest)), budgets.everything);
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

/** The session's answer is in the same flight: a real survey in one language, as it travels. */
function sampleAnswer(): { readonly bytes: number; readonly source: string } {
  const path = join(root, 'examples/surveys/delivery.json');
  if (!existsSync(path)) return { bytes: typicalAnswer, source: 'assumed' };
  const survey: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const text = JSON.stringify(inOneLanguage(survey, 'ru'));
  return { bytes: brotliCompressSync(text).length, source: 'delivery.json in ru' };
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
  for (const [file, { bytes, brotli }] of Object.entries(manifest)) {
    row(`${first.includes(file) ? '●' : ' '} ${file}`, bytes, brotli);
  }
  row(`  session answer (${answer.source})`, '', answer.bytes);
  row('● to the first question, answer included', '', sum(first) + answer.bytes);
  row('  ceiling, and goal', budgets.firstQuestion, goal);
  row('  everything', '', sum(Object.keys(manifest)));
  row('  budget', '', budgets.everything);
  const stray = globSync('**/*', { cwd: folder }).filter((file) => /\.(css|wasm|html)$/.test(file));
  for (const file of stray) problems.push(`${file}: only scripts are served to a host's page`);
}
