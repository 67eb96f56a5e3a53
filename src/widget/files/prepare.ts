/**
 * What a respondent has chosen, made into what is sent. Pictures are drawn anew, smaller: nothing of their
 * metadata survives that, neither the place where they were taken nor the camera's number.
 */
import { isAcceptedType, mediaTypeOf } from '../../protocol/media-types.ts';
import type { AnswerFault, QuestionOf } from '../../protocol/question.ts';
import { LIMITS } from '../../protocol/limits.ts';

/** Pixels of the longer side. */
const LONG_EDGE = 2048;
const QUALITY = 0.82;
/** For a picture that is too large even so. */
const LOW_QUALITY = 0.6;
/** A picture that is larger than this could take a phone's whole memory to read. */
const PICTURE_BYTES = 80 * 1024 * 1024;
const JPEG = 'image/jpeg';
const NAME_LENGTH = 255;

export type Prepared =
  | {
      readonly ok: true;
      readonly name: string;
      readonly type: string;
      readonly content: ArrayBuffer;
    }
  | {
      readonly ok: false;
      /** `unreadable`: the browser cannot open it. */
      readonly fault: Extract<AnswerFault, 'file_type' | 'file_size'> | 'unreadable';
    };

/** The rules first, and only then the file. */
export async function prepareFile(file: File, question: QuestionOf<'file'>): Promise<Prepared> {
  const type = mediaTypeOf(file.type, file.name);
  if (type === undefined || !isAcceptedType(type, question.accept)) return refused('file_type');
  const isPicture = isPictureType(type);
  const most = mostBytes(question);
  if (file.size > (isPicture ? PICTURE_BYTES : most)) return refused('file_size');
  try {
    const content = isPicture ? await redrawn(file, most) : await file.arrayBuffer();
    if (content.byteLength > most) return refused('file_size');
    if (content.byteLength === 0) return refused('unreadable');
    const name = nameOf(isPicture ? file.name.replace(/(\.\w{1,5})?$/, '.jpg') : file.name);
    return { ok: true, name, type: isPicture ? JPEG : type, content };
  } catch {
    // A picture of a format that this browser does not know, or a file that has gone meanwhile.
    return refused('unreadable');
  }
}

export function isPictureType(type: string): boolean {
  return type.startsWith('image/');
}

export function mostBytes({ maxBytes }: QuestionOf<'file'>): number {
  return maxBytes ?? LIMITS.fileBytes;
}

function refused(fault: Exclude<Prepared, { ok: true }>['fault']): Prepared {
  return { ok: false, fault };
}

async function redrawn(file: Blob, most: number): Promise<ArrayBuffer> {
  const picture = await upright(file);
  const canvas = document.createElement('canvas');
  try {
    draw(picture, canvas);
    const content = await encoded(canvas, QUALITY);
    return content.byteLength > most ? await encoded(canvas, LOW_QUALITY) : content;
  } finally {
    picture.close();
    // Safari keeps a canvas's memory until it is collected, and has little of it on a phone.
    canvas.width = canvas.height = 0;
  }
}

/** As the camera meant it: how it was held is told in the metadata. */
async function upright(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (error) {
    // Older browsers do not know the word, and mostly do it unasked.
    if (error instanceof TypeError) return createImageBitmap(file);
    throw error;
  }
}

/** On white: JPEG knows no transparency, and would show black. */
function draw(picture: ImageBitmap, canvas: HTMLCanvasElement): void {
  const { width, height } = picture;
  const scale = Math.min(1, LONG_EDGE / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas to draw on.');
  context.imageSmoothingQuality = 'high';
  assertHonest(context);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
}

/**
 * Browsers that hide from fingerprinting give noise in place of what was drawn (Firefox's
 * `privacy.resistFingerprinting`, the Tor Browser): better no picture than that.
 */
function assertHonest(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#c86414';
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  if (Math.abs(red - 200) + Math.abs(green - 100) + Math.abs(blue - 20) > 24) {
    throw new Error('The canvas does not give back what is drawn on it.');
  }
}

function encoded(canvas: HTMLCanvasElement, quality: number): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob === null) reject(new Error('The picture could not be encoded.'));
        else blob.arrayBuffer().then(resolve, reject);
      },
      JPEG,
      quality,
    );
  });
}

/** Of the end of a long name its ending says most. */
function nameOf(name: string): string {
  const clean = name.replace(/\p{Cc}/gu, '').trim() || 'file';
  return clean.length > NAME_LENGTH ? clean.slice(-NAME_LENGTH) : clean;
}

/**
 * Of a stored picture, for the list: cut to a square, and a canvas, since a page's Content Security Policy
 * need not allow pictures from `blob:`.
 *
 * @param edge in device pixels
 */
export async function thumbnailOf(
  content: ArrayBuffer,
  edge: number,
): Promise<HTMLCanvasElement | undefined> {
  try {
    const picture = await createImageBitmap(new Blob([content]));
    const { width, height } = picture;
    const side = Math.min(width, height);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = edge;
    const [left, top] = [(width - side) / 2, (height - side) / 2];
    canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, edge, edge);
    picture.close();
    return canvas;
  } catch {
    return undefined; // Without it the list shows a sign for a file.
  }
}
