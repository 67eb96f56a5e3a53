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

interface CssRules {
  withSelectors(css: string, isWanted: (selector: string) => boolean): string;
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
  const rules = await source<CssRules>('service/hosted/css-rules.ts');
  const plain = (css: string): string => ofPage(css, rules);
  const { styles } = await source<{ styles: string }>('widget/styles/index.ts');
  const { laterStyles } = await source<{ laterStyles: string }>('widget/styles/later.ts');
  const { CHUNKS } = await source<KindsModule>('widget/views/kinds/index.ts');
  const kinds = Object.entries(CHUNKS).map(async ([kind, chunk]) => {
    const { [kind]: one } = (await chunk()).kinds;
    return [kind, plain(one?.styles ?? '')] as const;
  });
  return { base: plain(styles + laterStyles), kinds: Object.fromEntries(await Promise.all(kinds)) };
}

/** Node runs the source as it is. */
async function source<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(join(root, 'src', file)).href)) as Module;
}

/** Without comments, and without what stands elsewhere than on a page of its own: less to arrive before the question. */
function ofPage(css: string, { withSelectors }: CssRules): string {
  const compact = asWideAsScreen(compactSheet(css.replaceAll(/\/\*.*?\*\//gs, '')));
  return withSelectors(compact, (selector) => !ELSEWHERE.test(selector));
}

/**
 * Here the box is as wide as the screen, up to the 640 pixels that no question below asks for more than. Asking the
 * screen spares the first layout a second go at styles.
 */
function asWideAsScreen(css: string): string {
  return css.replaceAll('@container', '@media').replaceAll(/container-type:[\w-]+;?/g, '');
}

/** Places and controls that this page does not have. */
const ELSEWHERE =
  /:host|\.(?:sheet|popover|dialog|inline|banner|tab|languages|ways)\b|::backdrop|^@keyframes/;
