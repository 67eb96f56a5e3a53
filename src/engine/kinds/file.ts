/** Files, by what is said of them: their content is sent, and judged, apart. */
import { LIMITS } from '../../protocol/limits.ts';
import { isAcceptedType } from '../../protocol/media-types.ts';
import type { FileReference, QuestionOf } from '../../protocol/index.ts';
import { cleanText } from '../clean-text.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { isList, isRecord } from './given.ts';
import type { Given } from './judge.ts';

export function file(question: QuestionOf<'file'>, given: Given): Verdict {
  const { accept: kinds, maxFiles = LIMITS.filesPerAnswer, maxBytes = LIMITS.fileBytes } = question;
  if (!isList(given) || !given.every(isReference)) return refuse('type');
  const files = given.map(plainReference);
  if (new Set(files.map(({ id }) => id)).size < files.length) return refuse('type');
  if (files.length > maxFiles) return refuse('file_count', { limit: maxFiles });
  const strange = files.find(({ type }) => !isAcceptedType(type, kinds));
  if (strange !== undefined) return refuse('file_type', { item: strange.name });
  const large = files.find(({ bytes }) => bytes > maxBytes);
  if (large !== undefined) {
    return refuse('file_size', { limit: megabytes(maxBytes), item: large.name });
  }
  return accept(files);
}

function isReference(one: unknown): one is FileReference {
  return (
    isRecord(one) &&
    typeof one['id'] === 'string' &&
    typeof one['name'] === 'string' &&
    typeof one['type'] === 'string' &&
    typeof one['bytes'] === 'number'
  );
}

function plainReference({ id, name, type, bytes }: FileReference): FileReference {
  return { id, name: cleanText(name), type, bytes };
}

/** As people say it: to two digits. */
function megabytes(bytes: number): number {
  return Number((bytes / 2 ** 20).toPrecision(2));
}
