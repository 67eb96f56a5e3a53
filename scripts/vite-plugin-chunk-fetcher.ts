import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Plugin } from 'vite';

const FETCHER = 'fetchChunk';
/** As rolldown writes it before it is made small: `import("./chunks/later-!~{00a}~.js")`. */
const dynamicImport = /\bimport\("\.\/(?:chunks\/)?([^"/]+)\.js"\)/g;

/**
 * The script tag fetches its chunks itself, each by its name (src/loader/chunk-fetcher.ts). Written into the output, for
 * in the sources each `import()` is one that any bundler understands.
 *
 * A chunk that is fetched under a second address finds the script's code by a file in the chunks' folder: the same code,
 * for there must be no two of it.
 */
export function chunkFetcher(): Plugin {
  return {
    name: 'otklik-chunk-fetcher',
    apply: 'build',
    renderChunk: (code, { isEntry }) => ({ code: withFetcher(code, isEntry), map: null }),
    async writeBundle({ dir = '' }) {
      const stub = join(dir, 'chunks/otklik.js');
      await writeFile(stub, 'export*from"../otklik.js";\n', { flag: 'wx' });
    },
  };
}

/** @throws Error where the entry does not bring the fetcher under its name */
export function withFetcher(code: string, isEntry: boolean): string {
  const isThere = new RegExp(`export \\{[^}]*\\b${FETCHER}[ ,}]`).test(code);
  if (isEntry && !isThere) throw new Error(`The script exports no ${FETCHER}.`);
  const written = code.replaceAll(dynamicImport, `${FETCHER}("$1")`);
  if (isEntry) return written.replace(/(export \{[^}]*\bfetchChunk)/, '$1 as $$');
  if (written === code) return written;
  const more = written.replace(/ \} from "\.\.\/otklik\.js";/, `, $$ as ${FETCHER}$&`);
  return more === written ? `import { $ as ${FETCHER} } from "../otklik.js";\n${written}` : more;
}
