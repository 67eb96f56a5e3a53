import { readFile } from 'node:fs/promises';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';

import { withoutTraces } from './vite-plugin-lit-traces.ts';

it('takes nothing from Lit but what it leaves on the page', async () => {
  const code = await readFile('node_modules/lit-html/lit-html.js', 'utf8');
  const written = withoutTraces(code);
  expect(written).not.toMatch(/litHtmlVersions|litHtmlPolyfillSupport/);
  expect(code.length - written.length).toBeLessThan(110);
  expect(parseAst(written).body).toHaveLength(parseAst(code).body.length - 1);
});

it('does not pass over a Lit that it does not know', () => {
  expect(() => withoutTraces('globalThis.litHtmlVersions.push("4")')).toThrow('another way');
});
