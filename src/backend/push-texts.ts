/** The words of a notification, cut to what every push service takes. */

/** Bytes of UTF-8 in JSON. Devices show a line and a few; the rest of a payload is the link's. */
const TITLE_BYTES = 240;
const BODY_BYTES = 960;

export interface PushTexts {
  readonly title: string;
  readonly body: string;
}

export function cutTexts({ title, body }: PushTexts): PushTexts {
  return { title: cut(title, TITLE_BYTES), body: cut(body, BODY_BYTES) };
}

/** At the end of what a reader sees as one character: half an emoji or a letter without its vowel is none. */
function cut(text: string, bytesMax: number): string {
  // What a lock screen would show as boxes, and JSON writes with six characters.
  const plain = text.replaceAll(/[\p{Cc}\p{Surrogate}]+/gu, ' ').trim();
  if (jsonBytes(plain) <= bytesMax) return plain;
  let kept = '';
  let bytes = jsonBytes(ELLIPSIS);
  for (const { segment } of segmenter.segment(plain)) {
    bytes += jsonBytes(segment);
    if (bytes > bytesMax) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
}

/** Without the quotation marks around it. */
function jsonBytes(text: string): number {
  return encoder.encode(JSON.stringify(text)).length - 2;
}

const ELLIPSIS = '…';
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const encoder = new TextEncoder();
