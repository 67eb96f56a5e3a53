import { describe, expect, it } from 'vitest';

import type { QuestionOf } from '../../protocol/question.ts';
import { prepareFile } from './prepare.ts';
import type { Prepared } from './prepare.ts';

const QUESTION: QuestionOf<'file'> = { id: 'photo', type: 'file', title: { en: 'A photo' } };

/** Red on the left, blue on the right. */
async function jpeg(width: number, height: number): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#f00';
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = '#00f';
  context.fillRect(width / 2, 0, width / 2, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
  return new Uint8Array(await blob!.arrayBuffer());
}

const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];
const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
const entry = (tag: number, type: number, count: number, value: number[]): number[] => [
  ...u16(tag),
  ...u16(type),
  ...u32(count),
  ...value,
];

/** As a phone writes it (Exif 2.32): turned by 90 degrees, taken at 55° 45' N, by a camera with a name. */
function withExif(picture: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const make = ascii('SecretCamera\0');
  const gpsAt = 8 + 2 + 3 * 12 + 4;
  const latitudeAt = gpsAt + 2 + 2 * 12 + 4;
  const makeAt = latitudeAt + 24;
  const tiff = [
    ...ascii('MM'),
    ...u16(42),
    ...u32(8),
    ...u16(3),
    ...entry(0x010f, 2, make.length, u32(makeAt)),
    ...entry(0x0112, 3, 1, [...u16(orientation), 0, 0]),
    ...entry(0x8825, 4, 1, u32(gpsAt)),
    ...u32(0),
    ...u16(2),
    ...entry(1, 2, 2, [...ascii('N'), 0, 0, 0]),
    ...entry(2, 5, 3, u32(latitudeAt)),
    ...u32(0),
    ...[55, 1, 45, 1, 0, 1].flatMap(u32),
    ...make,
  ];
  const payload = [...ascii('Exif\0\0'), ...tiff];
  const segment = [0xff, 0xe1, ...u16(payload.length + 2), ...payload];
  return new Uint8Array([...picture.subarray(0, 2), ...segment, ...picture.subarray(2)]);
}

const latin = (content: ArrayBuffer | Uint8Array): string =>
  new TextDecoder('latin1').decode(content);

function ready(prepared: Prepared): Extract<Prepared, { ok: true }> {
  if (!prepared.ok) throw new Error(prepared.fault);
  return prepared;
}

async function pixels(content: ArrayBuffer) {
  const picture = await createImageBitmap(new Blob([content]), { imageOrientation: 'none' });
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext('2d')!;
  context.drawImage(picture, 0, 0);
  const at = (x: number, y: number) =>
    Array.from(context.getImageData(x, y, 1, 1).data).slice(0, 3);
  return { width: picture.width, height: picture.height, at };
}

describe('a photo', () => {
  it('is made smaller and stands upright, and nobody learns where it was taken', async () => {
    const original = withExif(await jpeg(3000, 1500), 6);
    expect(latin(original)).toContain('SecretCamera');
    const file = new File([original], 'IMG_1.JPEG', { type: 'image/jpeg' });
    const { content, name, type } = ready(await prepareFile(file, QUESTION));
    expect([name, type]).toEqual(['IMG_1.jpg', 'image/jpeg']);
    expect(latin(content)).not.toMatch(/Exif|SecretCamera|MM\0/);
    const { width, height, at } = await pixels(content);
    expect([width, height]).toEqual([1024, 2048]);
    const [[topRed, , topBlue], [bottomRed, , bottomBlue]] = [at(500, 100), at(500, 1900)];
    expect(topRed).toBeGreaterThan(200);
    expect(topBlue).toBeLessThan(60);
    expect(bottomRed).toBeLessThan(60);
    expect(bottomBlue).toBeGreaterThan(200);
  });

  it('loses its metadata although it is small already', async () => {
    const original = withExif(await jpeg(40, 20), 1);
    const file = new File([original], 'a.jpg', { type: 'image/jpeg' });
    const { content } = ready(await prepareFile(file, QUESTION));
    expect(latin(content)).not.toMatch(/Exif|SecretCamera/);
    const { width, height } = await pixels(content);
    expect([width, height]).toEqual([40, 20]);
  });

  it('that is transparent comes on white', async () => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 20;
    canvas.getContext('2d');
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    const file = new File([blob!], 'logo.png', { type: 'image/png' });
    const { content, name } = ready(await prepareFile(file, QUESTION));
    expect(name).toBe('logo.jpg');
    expect((await pixels(content)).at(10, 10)).toEqual([255, 255, 255]);
  });

  it('that the browser cannot open is not sent as it is', async () => {
    const file = new File([new Uint8Array(5000)], 'IMG_2.HEIC', { type: '' });
    expect(await prepareFile(file, QUESTION)).toEqual({ ok: false, fault: 'unreadable' });
  });
});

describe('the rules', () => {
  /** A file that must not be read. */
  const sealed = (name: string, type: string, size: number): File => {
    const file = new File(['x'], name, { type });
    const refuse = (): never => {
      throw new Error('It was read.');
    };
    return Object.defineProperties(file, {
      size: { value: size },
      arrayBuffer: { value: refuse },
    });
  };

  it.each([
    ['a page', 'a.html', 'text/html', 'file_type'],
    ['a drawing that could run scripts', 'a.svg', 'image/svg+xml', 'file_type'],
    ['a document where pictures are wanted', 'a.pdf', 'application/pdf', 'file_type'],
    ['what says nothing of itself', 'a', '', 'file_type'],
  ])('refuse %s without reading it', async (_what, name, type, fault) => {
    const prepared = await prepareFile(sealed(name, type, 10), QUESTION);
    expect(prepared).toEqual({ ok: false, fault });
  });

  it('refuse what is too large without reading it', async () => {
    const question = { ...QUESTION, accept: ['pdf' as const], maxBytes: 1024 };
    const prepared = await prepareFile(sealed('a.pdf', 'application/pdf', 1025), question);
    expect(prepared).toEqual({ ok: false, fault: 'file_size' });
  });

  it('take a document as it is, by its ending where the device knows no type', async () => {
    const question = { ...QUESTION, accept: ['pdf' as const, 'text' as const] };
    const file = new File(['a;b\n'], 'table.CSV', { type: 'application/vnd.ms-excel' });
    const csv = await prepareFile(file, question);
    expect(ready(csv)).toMatchObject({ name: 'table.CSV', type: 'text/csv' });
    expect(latin(ready(csv).content)).toBe('a;b\n');
  });
});
