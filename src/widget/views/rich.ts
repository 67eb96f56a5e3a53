/**
 * The small Markdown of survey texts: `**bold**`, `*italic*`, `[label](https://…)`, lists of lines that begin
 * with `- ` or `1. `, line breaks. What is no such mark stays as it is written. Pipes are filled after the
 * marks are read, so a value is always text: it cannot make a link or a tag.
 */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

type Node = string | TemplateResult | readonly Node[];

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

/**
 * @param fill puts values in place of pipes
 * @param address the same in an address, encoded
 */
export function rich(
  text: string,
  fill: (text: string) => string,
  address: (url: string) => string,
): Node {
  const blocks: Node[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const items = itemsFrom(lines, at);
    if (items.length === 0) {
      const isLast = at === lines.length - 1 || ITEM.test(lines[at + 1] ?? '');
      blocks.push(inline(lines[at] ?? '', fill, address), isLast ? '' : '\n');
      continue;
    }
    const isNumbered = /^ *\d/.test(lines[at] ?? '');
    const entries = items.map((item) => html`<li>${inline(item, fill, address)}</li>`);
    blocks.push(
      isNumbered
        ? html`<ol>
            ${entries}
          </ol>`
        : html`<ul>
            ${entries}
          </ul>`,
    );
    at += items.length - 1;
  }
  return blocks;
}

function itemsFrom(lines: readonly string[], from: number): readonly string[] {
  const length = lines.slice(from).findIndex((line) => !ITEM.test(line));
  const items = lines.slice(from, length === -1 ? undefined : from + length);
  return items.map((item) => item.replace(ITEM, ''));
}

function inline(
  text: string,
  fill: (text: string) => string,
  address: (url: string) => string,
): Node {
  const nodes: Node[] = [];
  let from = 0;
  for (const mark of text.matchAll(MARKS)) {
    const [whole, bold, italic, label, url] = mark;
    const inner = bold ?? italic ?? label;
    if (inner === undefined) continue;
    nodes.push(fill(text.slice(from, mark.index)));
    const content = inline(inner, fill, address);
    if (url !== undefined) {
      nodes.push(
        html`<a href=${address(url)} target="_blank" rel="noopener noreferrer">${content}</a>`,
      );
    } else nodes.push(bold === undefined ? html`<em>${content}</em>` : html`<b>${content}</b>`);
    from = (mark.index ?? 0) + whole.length;
  }
  nodes.push(fill(text.slice(from)));
  return nodes;
}
