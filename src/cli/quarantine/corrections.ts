/** A JSON Merge Patch (RFC 7396) from a file, from standard input, or as it is written. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { Failure } from '../failure.ts';
import { JsonDocument } from '../json-document.ts';

/** @throws Failure naming the place of what is no JSON */
export async function readPatch(source: string): Promise<Record<string, unknown>> {
  const isWritten = source.trimStart().startsWith('{');
  const name = isWritten ? 'The patch' : source === '-' ? 'standard input' : source;
  const document = new JsonDocument(isWritten ? source : await textOf(source));
  if (document.faults.length > 0) {
    const faults = document.faults.map((fault) => ({ file: name, ...fault }));
    throw new Failure('The patch is no JSON.', { exitCode: 2, faults, code: 'patch_invalid' });
  }
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure('A patch is a JSON object, such as {"answers":{"score":{"value":9}}}.', {
      exitCode: 2,
      code: 'patch_invalid',
    });
  }
  return value as Record<string, unknown>;
}

async function textOf(source: string): Promise<string> {
  if (source === '-') return await text(process.stdin);
  try {
    return await readFile(source, 'utf8');
  } catch (cause) {
    const message = `Cannot read ${source}; a patch is a file, "-", or JSON as it is written.`;
    throw new Failure(message, { exitCode: 2, code: 'file_unreadable', cause });
  }
}
