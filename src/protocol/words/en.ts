/**
 * The widget's own words in English, by when they are needed, each in a file of its own, for a file is not
 * divided between chunks; every other language has them all in one. Placeholders: `{n}`, `{total}`,
 * `{item}`, `{title}`. Zod-free: the widget bundles what it uses.
 */
export { first } from './en/first.ts';
export { kinds } from './en/kinds.ts';
export { later } from './en/later.ts';
export type { Plural } from './plural.ts';
