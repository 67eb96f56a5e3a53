/**
 * The small Markdown of survey texts: `**bold**`, `*italic*`, `[label](https://…)`, lists of lines that begin
 * with `- ` or `1. `, line breaks. What is no such mark stays as it is written. Pipes are filled after the
 * marks are read, so a value is always text: it cannot make a link or a tag.
 */

/** A text, or what a mark has become. */
export type Inline<Drawn> = string | Drawn;
type Line<Drawn> = readonly Inline<Drawn>[];

/** Draws the marks, as templates or as HTML. */
export interface Pen<Drawn> {
  bold(content: Line<Drawn>): Drawn;
  italic(content: Line<Drawn>): Drawn;
  link(address: string, content: Line<Drawn>): Drawn;
  list(items: readonly Line<Drawn>[], isNumbered: boolean): Drawn;
}

export interface Filling {
  /** Puts values in place of pipes. */
  readonly fill: (text: string) => string;
  /** The same in an address, encoded. */
  readonly address: (url: string) => string;
}

/** A pipe is skipped whole, for a fallback may hold a star. Nothing spans lines; no two ways to read a letter. */
const PIPE = String.raw`\{\{[^{}]*\}\}`;
const LETTER = String.raw`(?:${PIPE}|(?!${PIPE})[^\n])`;
const PLAIN = String.raw`(?:${PIPE}|(?!${PIPE})[^*\n])`;
const LINK = String.raw`\[([^[\]\n]+)\]\(((?:https?:\/\/|mailto:|tel:)[^\s()]+)\)`;
const MARKS = new RegExp(
  String.raw`${PIPE}|\*\*(?=\S)(${LETTER}+?)\*\*|\*(?=\S)(${PLAIN}+)\*|${LINK}`,
  'g',
);
const ITEM = /^ {0,3}(?:-|\d{1,3}\.) +/;

export function richText<Drawn>(text: string, pen: Pen<Drawn>, filling: Filling): Line<Drawn> {
  const blocks: Inline<Drawn>[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const items = itemsFrom(lines, at);
    if (items.length === 0) {
      const isLast = at === lines.length - 1 || ITEM.test(lines[at + 1] ?? '');
      blocks.push(...inline(lines[at] ?? '', pen, filling), isLast ? '' : '\n');
      continue;
    }
    const drawn = items.map((item) => inline(item, pen, filling));
    blocks.push(pen.list(drawn, /^ *\d/.test(lines[at] ?? '')));
    at += items.length - 1;
  }
  return blocks;
}

function itemsFrom(lines: readonly string[], from: number): readonly string[] {
  const length = lines.slice(from).findIndex((line) => !ITEM.test(line));
  const items = lines.slice(from, length === -1 ? undefined : from + length);
  return items.map((item) => item.replace(ITEM, ''));
}

function inline<Drawn>(text: string, pen: Pen<Drawn>, filling: Filling): Line<Drawn> {
  const { fill, address } = filling;
  const nodes: Inline<Drawn>[] = [];
  let from = 0;
  for (const mark of text.matchAll(MARKS)) {
    const [whole, bold, italic, label, url] = mark;
    const inner = bold ?? italic ?? label;
    if (inner === undefined) continue;
    nodes.push(fill(text.slice(from, mark.index)));
    const content = inline(inner, pen, filling);
    if (url !== undefined) nodes.push(pen.link(address(url), content));
    else nodes.push(bold === undefined ? pen.italic(content) : pen.bold(content));
    from = (mark.index ?? 0) + whole.length;
  }
  nodes.push(fill(text.slice(from)));
  return nodes;
}
