/** Telephone numbers. */
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { asciiDigits } from './digits.ts';
import { plainText } from './text.ts';

/** What people put between digits, and the invisible marks of direction that address books copy along. */
const BETWEEN = /[\s().\-/\u2010-\u2015\u2212\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** ITU-T E.164 allows 15 digits; shorter than five are services of one network. */
const NUMBER = /^\+?\d{5,15}$/;

export function phone(given: unknown): Verdict {
  const text = plainText(given);
  if (!text.ok || typeof text.value !== 'string') return text;
  const digits = asciiDigits(text.value)
    .replace(/\uFF0B/g, '+')
    .replace(BETWEEN, '');
  return NUMBER.test(digits) ? accept(digits) : refuse('phone');
}
