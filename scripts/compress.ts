import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

/**
 * After the build of the script tag: each file is compressed once, as small as it gets, so that the
 * service never compresses while it answers, and `manifest.json` tells the service what it serves.
 */
type PublicFile = {
  /** Size in bytes, as built and compressed. */
  readonly bytes: number;
  readonly brotli: number;
  /** SHA-256 of the content, base64: the file's ETag. */
  readonly hash: string;
  /** For the `integrity` attribute (Subresource Integrity). */
  readonly sri: string;
};

const folder = join(import.meta.dirname, '../dist/public');
const MANIFEST = 'manifest.json';

const brotli = promisify(brotliCompress);

async function compress(file: string): Promise<readonly [string, PublicFile]> {
  const content = await readFile(join(folder, file));
  const compressed = await brotli(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
  await writeFile(join(folder, `${file}.br`), compressed);
  const digest = (algorithm: string): string =>
    createHash(algorithm).update(content).digest('base64');
  return [
    file.split(sep).join('/'),
    {
      bytes: content.length,
      brotli: compressed.length,
      hash: digest('sha256'),
      sri: `sha384-${digest('sha384')}`,
    },
  ];
}

const files = globSync('**/*.{js,json}', { cwd: folder })
  .filter((file) => file !== MANIFEST)
  .sort();
if (files.length === 0) throw new Error('dist/public is empty: run `vite build` first.');
const manifest = Object.fromEntries(await Promise.all(files.map(compress)));
await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
