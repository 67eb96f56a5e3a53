/** Whether a file begins as files of its type do: nobody's page is to get a script under a picture's name. */

const ascii = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')];

/** All of the bytes at their places, of one of the ways in which such a file may begin. */
type Beginning = readonly { readonly at: number; readonly bytes: readonly number[] }[];

const from = (at: number, bytes: readonly number[]): Beginning => [{ at, bytes }];
const riff = (form: string): Beginning => [
  { at: 0, bytes: ascii('RIFF') },
  { at: 8, bytes: ascii(form) },
];
/** ISO/IEC 14496-12 section 4.3: the brands of a container. */
const brands = (...names: readonly string[]): readonly Beginning[] =>
  names.map((name) => from(4, ascii(`ftyp${name}`)));

const heif = brands('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1');
const container = [from(4, ascii('ftyp'))];
const matroska = [from(0, [0x1a, 0x45, 0xdf, 0xa3])];
const zip = [from(0, [...ascii('PK'), 3, 4])];
const compound = [from(0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])];
/** Frames of MPEG audio: eleven bits set, and then the version and layer. */
const frames = (...seconds: readonly number[]): readonly Beginning[] =>
  seconds.map((second) => from(0, [0xff, second]));

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** By media type. Text is missing: it begins with anything. */
const BEGINNINGS: Readonly<Record<string, readonly Beginning[]>> = {
  'image/jpeg': [from(0, [0xff, 0xd8, 0xff])],
  'image/png': [from(0, [0x89, ...ascii('PNG'), 13, 10, 26, 10])],
  'image/gif': [from(0, ascii('GIF87a')), from(0, ascii('GIF89a'))],
  'image/webp': [riff('WEBP')],
  'image/heic': heif,
  'image/heif': heif,
  'image/avif': brands('avif', 'avis', 'mif1'),
  'application/pdf': [from(0, ascii('%PDF-'))],
  'audio/mpeg': [from(0, ascii('ID3')), ...frames(0xfb, 0xfa, 0xf3, 0xf2, 0xe3, 0xe2)],
  'audio/mp4': container,
  'audio/aac': [...frames(0xf1, 0xf9), from(0, ascii('ADIF'))],
  'audio/ogg': [from(0, ascii('OggS'))],
  'audio/wav': [riff('WAVE')],
  'audio/webm': matroska,
  'video/mp4': container,
  'video/quicktime': [
    ...container,
    from(4, ascii('moov')),
    from(4, ascii('mdat')),
    from(4, ascii('wide')),
  ],
  'video/webm': matroska,
  'video/3gpp': container,
  'application/msword': compound,
  'application/vnd.ms-excel': compound,
  'application/vnd.ms-powerpoint': compound,
  [`${office}.wordprocessingml.document`]: zip,
  [`${office}.spreadsheetml.sheet`]: zip,
  [`${office}.presentationml.presentation`]: zip,
  [`${openDocument}.text`]: zip,
  [`${openDocument}.spreadsheet`]: zip,
  'application/rtf': [from(0, ascii('{\\rtf'))],
};

/** @param start the first piece of the file */
export function beginsAs(type: string, start: Uint8Array): boolean {
  const beginnings = BEGINNINGS[type];
  if (beginnings === undefined) return type.startsWith('text/');
  return beginnings.some((beginning) =>
    beginning.every(({ at, bytes }) => bytes.every((byte, index) => start[at + index] === byte)),
  );
}
