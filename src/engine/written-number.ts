/** Numbers as people type them: in their own digits, with their own decimal sign. */
import { asciiDigits } from './kinds/digits.ts';
import type { AnswerValue } from '../protocol/index.ts';

/**
 * The number that is meant, or the text itself where none is: the verdict is the engine's. A sign that stands
 * once is the decimal one, a point or a comma; with both the last one is. What stands twice parts thousands.
 */
export function numberOf(text: string): number | string {
  const plain = asciiDigits(text.trim())
    // Marks of direction too: Intl writes them before a minus in Arabic.
    .replace(/[\s\u00a0\u202f'’٬\u200e\u200f\u061c]/g, '')
    .replace(/[٫,]/g, ',')
    .replace(/^[\u2212–]/, '-');
  const last = decimalSignIn(plain);
  const whole = plain.slice(0, last).replace(/[.,]/g, '');
  const parts = last === plain.length ? whole : `${whole}.${plain.slice(last + 1)}`;
  return /^-?(\d+\.?\d*|\.\d+)$/.test(parts) ? Number(parts) : text;
}

/** Where it stands; the length where there is none. */
function decimalSignIn(text: string): number {
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  const isDecimal = last !== -1 && text.indexOf(text.charAt(last)) === last;
  return isDecimal ? last : text.length;
}

/** As it stands in the field when one comes back to it. */
export function writtenNumber(value: AnswerValue, lang: string): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  return new Intl.NumberFormat(lang, { useGrouping: false, maximumFractionDigits: 20 }).format(
    value,
  );
}
