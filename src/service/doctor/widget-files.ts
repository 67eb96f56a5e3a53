/** Whether the widget's files are those that were built, each with its compressed copy. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

import * as z from 'zod/mini';

import type { Check } from '../../protocol/index.ts';
import { fail, ok, plural } from './checks.ts';

const NAME = 'widget';
const ADVICE = 'Install the package again, or run "npm run build", and restart the service.';
const Manifest = z.record(z.string(), z.object({ hash: z.string() }));
const decompress = promisify(brotliDecompress);

export async function checkWidget(folder: string): Promise<Check[]> {
  const files = await manifestOf(folder);
  if (files === undefined) return [fail(NAME, `There is no widget in ${folder}.`, ADVICE)];
  const faults = (
    await Promise.all(Object.entries(files).map(([file, { hash }]) => faultOf(folder, file, hash)))
  ).flat();
  const script = files['otklik.js'];
  if (script === undefined) return [fail(NAME, 'The build has no otklik.js.', ADVICE)];
  const count = plural(Object.keys(files).length, 'file');
  return faults.length > 0
    ? faults
    : [ok(NAME, `${count}, each whole and compressed; otklik.js is ${script.hash.slice(0, 12)}….`)];
}

async function manifestOf(folder: string) {
  try {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    return Manifest.parse(JSON.parse(text));
  } catch {
    // Not there, or not whole: the finding is the same.
    return undefined;
  }
}

async function faultOf(folder: string, file: string, hash: string): Promise<Check[]> {
  try {
    const content = await readFile(join(folder, file));
    if (digest(content) !== hash) return [fail(NAME, `${file} is not as it was built.`, ADVICE)];
    const copy = await decompress(await readFile(join(folder, `${file}.br`)));
    return copy.equals(content) ? [] : [fail(NAME, `${file}.br holds something else.`, ADVICE)];
  } catch {
    return [fail(NAME, `${file} or its compressed copy cannot be read.`, ADVICE)];
  }
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}
