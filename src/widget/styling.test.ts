import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');
const element = read('otklik-survey.ts');
const handbook = read('../../docs/theming.md');

/** Every file that is sent to a browser, without the comment that is compared with it. */
const code = globSync('**/*.ts', { cwd: import.meta.dirname })
  .filter((file) => !/\.test\.ts$|^testing\//.test(file))
  .map((file) => read(file).replaceAll(/^ \* @css.*$/gm, ''))
  .join('\n');

/** What the element's comment promises: names with their descriptions. */
function promised(tag: 'csspart' | 'cssprop'): readonly (readonly [string, string])[] {
  const lines = element.matchAll(new RegExp(`^ \\* @${tag} (\\S+) - (.+)$`, 'gm'));
  return [...lines].map(([, name = '', text = '']) => [name, text] as const);
}

function found(pattern: RegExp): string[] {
  return [...new Set([...code.matchAll(pattern)].flatMap(([, name = '']) => name.split(' ')))];
}

const names = (tag: 'csspart' | 'cssprop'): string[] => promised(tag).map(([name]) => name);

it('every custom property that the style sheets read is documented, and no other', () => {
  expect(found(/var\(\s*(--otklik-[a-z-]+)/g).toSorted()).toEqual(names('cssprop').toSorted());
});

it('every part of the templates is documented, and no other', () => {
  expect(found(/ part="([a-z -]+)"/g).toSorted()).toEqual(names('csspart').toSorted());
});

it.each([...promised('cssprop'), ...promised('csspart')])(
  'docs/theming.md says of %s what the element says',
  (name, text) => {
    const row = handbook.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    expect(row).toContain(`| ${text} `);
  },
);
