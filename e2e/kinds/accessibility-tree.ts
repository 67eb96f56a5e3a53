/** What assistive technology is told of a page, as Chromium itself tells it, a line for each thing. */
import type { Page } from '@playwright/test';

interface Value {
  readonly value?: unknown;
}

interface Node {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: Value;
  readonly name?: Value;
  readonly value?: Value;
  readonly description?: Value;
  readonly childIds?: readonly string[];
  readonly properties?: readonly { readonly name: string; readonly value: Value }[];
}

/** Those that say something of a control. `focusable` and the like are true of all of them. */
const TOLD = new Set([
  'autocomplete',
  'checked',
  'disabled',
  'expanded',
  'hasPopup',
  'invalid',
  'level',
  'live',
  'multiselectable',
  'pressed',
  'required',
  'selected',
  'valuemax',
  'valuemin',
  'valuetext',
]);
/** Nothing that anybody hears. */
const SILENT = new Set([
  'generic',
  'none',
  'LabelText',
  'InlineTextBox',
  'ListMarker',
  'LineBreak',
]);

/** All that is in the page's `<main>`. */
export async function accessibilityTree(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const main = nodes.find(({ role }) => role?.value === 'main');
  const lines: string[] = [];
  const tell = (id: string, depth: number, above: string): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const line = node.ignored ? undefined : lineOf(node, above);
    if (line !== undefined) lines.push('  '.repeat(depth) + line);
    const name = line === undefined ? above : textOf(node.name);
    for (const child of node.childIds ?? [])
      tell(child, depth + (line === undefined ? 0 : 1), name);
  };
  for (const id of main?.childIds ?? []) tell(id, 0, '');
  return `${lines.join('\n')}\n`;
}

function textOf(value: { readonly value?: unknown } | undefined): string {
  const { value: text } = value ?? {};
  return typeof text === 'string' ? text : text === undefined ? '' : JSON.stringify(text);
}

/** Undefined where it says nothing, or only what was just said. */
function lineOf(node: Node, above: string): string | undefined {
  const role = String(node.role?.value);
  const name = textOf(node.name).trim();
  if (role === 'StaticText') return name === '' || above.includes(name) ? undefined : `“${name}”`;
  if (SILENT.has(role)) return undefined;
  const told = (node.properties ?? [])
    .filter((property) => TOLD.has(property.name) && isWorthSaying(property.value.value))
    .map((property) => `${property.name}=${String(property.value.value)}`);
  const value = node.value?.value === undefined ? [] : [`value=${textOf(node.value)}`];
  const description = textOf(node.description).trim();
  const about = description === '' ? [] : [`(${description})`];
  return [role, ...(name === '' ? [] : [JSON.stringify(name)]), ...value, ...told, ...about].join(
    ' ',
  );
}

function isWorthSaying(value: unknown): boolean {
  return value !== false && value !== 'false' && value !== '';
}
