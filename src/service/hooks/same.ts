import { timingSafeEqual } from 'node:crypto';

/** Takes as long whatever is different; only the length shows. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
