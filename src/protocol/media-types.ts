/**
 * Which files belong to a kind. Everything that a browser would run (SVG, HTML, scripts) is missing on
 * purpose. Zod-free: the widget bundles this module with file questions.
 */
import type { FileKind } from './question.ts';

/** By media type: the ending of a name, which is all that some devices tell of a file. */
const MEDIA_TYPES: Readonly<Record<FileKind, Readonly<Record<string, string>>>> = {
  image: {
    'image/jpeg': 'jpg jpeg jfif',
    'image/png': 'png',
    'image/webp': 'webp',
    'image/gif': 'gif',
    'image/heic': 'heic',
    'image/heif': 'heif',
    'image/avif': 'avif',
  },
  pdf: { 'application/pdf': 'pdf' },
  text: { 'text/plain': 'txt log md', 'text/csv': 'csv' },
  audio: {
    'audio/mpeg': 'mp3',
    'audio/mp4': 'm4a',
    'audio/aac': 'aac',
    'audio/ogg': 'ogg oga opus',
    'audio/wav': 'wav',
    'audio/webm': 'weba',
  },
  video: {
    'video/mp4': 'mp4 m4v',
    'video/quicktime': 'mov',
    'video/webm': 'webm',
    'video/3gpp': '3gp',
  },
  document: {
    'application/msword': 'doc',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
    'application/vnd.ms-excel': 'xls',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
    'application/vnd.ms-powerpoint': 'ppt',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
    'application/vnd.oasis.opendocument.text': 'odt',
    'application/vnd.oasis.opendocument.spreadsheet': 'ods',
    'application/rtf': 'rtf',
  },
};

/** Other names under which systems tell the same. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'text/rtf': 'application/rtf',
  'text/markdown': 'text/plain',
};

/** What a question takes that does not say. */
export const DEFAULT_KINDS: readonly FileKind[] = ['image'];

export function isAcceptedType(type: string, kinds: readonly FileKind[] = DEFAULT_KINDS): boolean {
  return kinds.some((kind) => Object.keys(MEDIA_TYPES[kind]).includes(type));
}

/** The media type of a file by what the device says, else by its name; undefined when it is none of ours. */
export function mediaTypeOf(type: string, name: string): string | undefined {
  const told = type.toLowerCase().replace(/;.*/s, '').trim();
  const known = ALIASES[told] ?? told;
  const all = Object.values(MEDIA_TYPES).flatMap((types) => Object.entries(types));
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const byEnding = all.find(([, endings]) => endings.split(' ').includes(ending))?.[0];
  // Windows calls such a table by the name of the program that opens it.
  const isTold = all.some(([one]) => one === known) && byEnding !== 'text/csv';
  return isTold ? known : byEnding;
}

/** For a file field: media types, and endings for devices that know no better. */
export function acceptedBy(kinds: readonly FileKind[] = DEFAULT_KINDS): string {
  return kinds
    .flatMap((kind) =>
      // Named one by one, HEIC among them, an iPhone would not turn its pictures into JPEG.
      kind === 'image'
        ? ['image/*']
        : Object.entries(MEDIA_TYPES[kind]).flatMap(([type, endings]) => [
            type,
            ...endings.split(' ').map((ending) => `.${ending}`),
          ]),
    )
    .join();
}
