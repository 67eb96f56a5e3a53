/** Numbers as people type them: in their own digits, with their own decimal sign. */
import type { AnswerValue } from '../../../protocol/response.ts';

/** Digits of Arabic, Persian and the Indian scripts stand in tens, zero first. */
const ZEROS = '٠۰०০੦૦௦౦೦൦๐';

/**
 * The number that is meant, or the text itself where none is: the verdict is the engine's. With a single sign
 * it is the decimal one, a point or a comma; with both the last one is, and the others part thousands.
 */
export function numberOf(text: string): number | string {
  const plain = text
    .trim()
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\s\u00a0\u202f'’٬]/g, '')
    .replace(/[٫,]/g, ',')
    .replace(/^[\u2212–]/, '-');
  const last = Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  const whole = last === -1 ? plain : plain.slice(0, last).replace(/[.,]/g, '');
  const parts = last === -1 ? whole : `${whole}.${plain.slice(last + 1)}`;
  return /^-?(\d+\.?\d*|\.\d+)$/.test(parts) ? Number(parts) : text;
}

/** As it stands in the field when one comes back to it. */
export function writtenNumber(value: AnswerValue, lang: string): string {
  if (typeof value !== 'number') return String(value ?? '');
  return new Intl.NumberFormat(lang, { useGrouping: false, maximumFractionDigits: 20 }).format(
    value,
  );
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  for (const zero of ZEROS) {
    const offset = code - (zero.codePointAt(0) ?? 0);
    if (offset >= 0 && offset < 10) return String(offset);
  }
  // Full-width digits, and ASCII itself.
  return digit.normalize('NFKC');
}
