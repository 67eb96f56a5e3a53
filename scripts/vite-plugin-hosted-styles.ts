import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Plugin } from 'vite';

import { compactSheet } from './vite-plugin-templates.ts';

const root = join(import.meta.dirname, '..');

interface Kinds {
  readonly kinds: Readonly<Record<string, { readonly styles?: string }>>;
}

interface KindsModule {
  readonly CHUNKS: Readonly<Record<string, () => Promise<Kinds>>>;
}

/**
 * The widget's style sheets as `dist/hosted/styles.json`, for the service's own page `/s/{code}`: it draws the first
 * question before any script has run, and may not import the widget's code.
 */
export function hostedStyles(): Plugin {
  return {
    name: 'otklik-hosted-styles',
    apply: 'build',
    async closeBundle() {
      const folder = join(root, 'dist/hosted');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'styles.json'), `${JSON.stringify(await sheets())}\n`);
    },
  };
}

async function sheets() {
  const { styles } = await widget<{ styles: string }>('styles/index.ts');
  const { laterStyles } = await widget<{ laterStyles: string }>('styles/later.ts');
  const { CHUNKS } = await widget<KindsModule>('views/kinds/index.ts');
  const kinds = Object.entries(CHUNKS).map(async ([kind, chunk]) => {
    const { [kind]: one } = (await chunk()).kinds;
    return [kind, plain(one?.styles ?? '')] as const;
  });
  return { base: plain(styles + laterStyles), kinds: Object.fromEntries(await Promise.all(kinds)) };
}

/** Node runs the source as it is. */
async function widget<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(join(root, 'src/widget', file)).href)) as Module;
}

/** Without comments, and without what stands elsewhere than on a page of its own: less to arrive before the question. */
function plain(css: string): string {
  return rulesOf(compactSheet(css.replaceAll(/\/\*.*?\*\//gs, '')))
    .flatMap(ofPage)
    .join('');
}

/** Places and controls that this page does not have. */
const ELSEWHERE =
  /:host|\.(?:sheet|popover|dialog|inline|banner|tab|languages|ways)\b|::backdrop|^@keyframes/;

function ofPage(rule: string): string[] {
  const [, head = '', body = ''] = /^([^{]*)\{(.*)\}$/s.exec(rule) ?? [];
  if (/^@(?:media|supports|container)/.test(head)) {
    const inner = rulesOf(body).flatMap(ofPage).join('');
    return inner === '' ? [] : [`${head}{${inner}}`];
  }
  const selectors = selectorsOf(head).filter((selector) => !ELSEWHERE.test(selector));
  return selectors.length === 0 ? [] : [`${selectors.join(',')}{${body}}`];
}

/** `a{…}@media …{b{…}}` by its outermost braces. */
function rulesOf(css: string): string[] {
  return split(css, (depth, character) => depth === 0 && character === '}');
}

/** By the commas outside of brackets. */
function selectorsOf(head: string): string[] {
  return split(head, (depth, character) => depth === 0 && character === ',').map((selector) =>
    selector.replace(/,$/, ''),
  );
}

function split(text: string, isEnd: (depth: number, character: string) => boolean): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '{' || character === '(') depth += 1;
    if (character === '}' || character === ')') depth -= 1;
    if (!isEnd(depth, character)) continue;
    pieces.push(text.slice(from, at + 1));
    from = at + 1;
  }
  return from < text.length ? [...pieces, text.slice(from)] : pieces;
}
