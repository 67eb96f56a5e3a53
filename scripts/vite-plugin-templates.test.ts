import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { compactCss, compactHtml } from './vite-plugin-templates.ts';

const source = (path: string): string =>
  readFileSync(new URL(`../src/widget/${path}`, import.meta.url), 'utf8');

it('takes the white space out of a style sheet and leaves selectors alone', () => {
  const code = 'css`\n  .a .b,\n  .c:not(.d) > svg {\n    margin: 0 4px;\n    color: red;\n  }\n`';
  expect(compactCss(code)).toBe('css`.a .b,.c:not(.d) > svg{margin:0 4px;color:red}`');
});

it('keeps holes in a style sheet', () => {
  expect(compactCss('css`${a}${b}`')).toBe('css`${a}${b}`');
  expect(compactCss('css`\n  .x {\n    ${dark}\n  }\n`')).toBe('css`.x{${dark}}`');
});

it('takes line breaks between tags out of a template, and keeps the words of a text apart', () => {
  const code = 'html`<p class="a">\n    <b>one</b>\n    ${two}\n  </p>`';
  expect(compactHtml(code)).toBe('html`<p class="a"><b>one</b>${two}</p>`');
  expect(compactHtml('html`<p>one <b>two</b> three</p>`')).toBe(
    'html`<p>one <b>two</b> three</p>`',
  );
});

it('keeps attributes apart', () => {
  const code =
    'html`<input\n    type="radio"\n    .checked=${isChosen}\n    @change=${choose}\n  />`';
  expect(compactHtml(code)).toBe(
    'html`<input type="radio" .checked=${isChosen} @change=${choose}/>`',
  );
});

it('finds something to do in the real templates', () => {
  for (const path of ['views/screen.ts', 'views/question.ts']) {
    const code = source(path);
    expect(compactHtml(code).length, path).toBeLessThan(code.length);
  }
  expect(compactCss(source('styles/controls.ts')).length).toBeLessThan(
    source('styles/controls.ts').length * 0.85,
  );
});
