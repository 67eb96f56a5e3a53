/** A signature: lines drawn in a field of 600 by 200, or for who cannot draw a name, typed. */
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { plainText } from './text.ts';

/** What stands before a name that was typed. */
export const TYPED = 'name:';

const NAME_LENGTH = 200;
const WIDTH = 600;
const HEIGHT = 200;

/** SVG path data (SVG 2 section 9.3): moves and lines in whole units, no other commands. Linear: each begins with its letter. */
const LINES = /^(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)+$/;

export function signature(given: unknown): Verdict {
  const text = plainText(given);
  if (!text.ok || typeof text.value !== 'string') return text;
  const { value } = text;
  if (value.startsWith(TYPED)) return typedName(value.slice(TYPED.length));
  return LINES.test(value) && isInField(value) ? text : refuse('type');
}

function typedName(given: string): Verdict {
  const name = plainText(given, NAME_LENGTH);
  return name.ok && typeof name.value === 'string' ? accept(TYPED + name.value) : name;
}

function isInField(lines: string): boolean {
  return lines
    .slice(1)
    .split(/[ML]/)
    .every((point) => {
      const [x = 0, y = 0] = point.split(' ').map(Number);
      return x <= WIDTH && y <= HEIGHT;
    });
}
