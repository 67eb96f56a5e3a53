/** Words for people, JSON for machines. */
import { styleText } from 'node:util';

import type { Output, World } from './world.ts';

type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** A line on standard output. */
  say(line?: string): void;
  /** A line on standard error: what a pipe should not carry. */
  note(line: string): void;
  json(value: unknown): void;
  table(head: readonly string[], rows: readonly (readonly string[])[]): void;
}

export function terminalOf({ stdout, stderr, env }: World): Terminal {
  const say = (line = ''): void => void stdout.write(`${line}\n`);
  return {
    say,
    note: (line) => void stderr.write(`${line}\n`),
    json: (value) => say(JSON.stringify(value, null, 2)),
    table: (head, rows) => {
      const [first = '', ...rest] = aligned([head, ...rows.map((row) => row.map(printable))]);
      say(painted('bold', first, stdout, env));
      for (const line of rest) say(line);
    },
  };
}

/** Colours only on a terminal, and not under `NO_COLOR` (no-color.org). */
export function painted(style: Style, text: string, output: Output, env: World['env']): string {
  const isPlain = output.isTTY !== true || (env['NO_COLOR'] ?? '') !== '';
  return isPlain ? text : styleText(style, text, { validateStream: false });
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (longest, row) => row.map((cell, i) => Math.max(longest[i] ?? 0, width(cell))),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}

const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE = /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿！-｠]|\p{Emoji_Presentation}/u;

/** Cells of a terminal, near enough: wide East Asian letters and emoji take two. */
function width(text: string): number {
  return Array.from(LETTERS.segment(text), ({ segment }) => (WIDE.test(segment) ? 2 : 1)).reduce(
    (sum: number, cells) => sum + cells,
    0,
  );
}

/** Names and titles are written by others: a control character in one could rule the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '�');
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** "2026-11-22 12:40", UTC. */
export function shortTime(time: string | null): string {
  return time === null ? '–' : time.slice(0, 16).replace('T', ' ');
}
