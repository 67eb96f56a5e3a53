import { readFile } from 'node:fs/promises';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';

import { withoutUnused, withoutUnusedLit } from './vite-plugin-lit-unused.ts';

it('takes nothing from Lit but what directives and formulas need', async () => {
  const code = await readFile('node_modules/lit-html/lit-html.js', 'utf8');
  const written = withoutUnused(code);
  expect(written).not.toMatch(
    /_\$litDirective\$|math|setConnected|isConnected|type:6|this\.type=6/,
  );
  expect(code.length - written.length).toBeLessThan(1300);
  // One function and one class less.
  expect(parseAst(written).body).toHaveLength(parseAst(code).body.length - 2);
});

it('does not pass over a Lit that it does not know', () => {
  expect(() => withoutUnused('function M(t,i){return t._$litDirective$}')).toThrow('another way');
});

it('lets no directive into the build', () => {
  const { transform } = withoutUnusedLit();
  const build = transform as unknown as (code: string, id: string) => unknown;
  expect(() => build('', '/node_modules/lit-html/directive.js')).toThrow('leaves out');
});
