import { describe, expect, it } from 'vitest';

import { usedStyles } from './used-styles.ts';

const html = `<html><body><main class="shell page"><h2 part="title">a</h2><svg></svg></main>`;

describe('the styles of a page', () => {
  it.each([
    ['of a class that it has', '.shell{a:b}'],
    ['of two at once', '.shell.page{a:b}'],
    ['of what is in something', '.shell > h2{a:b}'],
    ['of a part', '.shell [part=title]{a:b}'],
    ['of everything', '*{a:b}.shell *,.shell *::before{a:b}'],
    ['of a state', '.page:hover{a:b}h2:not(.other){a:b}'],
    ['of one of several', '.shell:is(.other,.page){a:b}.shell:has(.other){a:b}'],
    ['under a condition', '@media (prefers-color-scheme:dark){.shell{a:b}}'],
    ['of something else than elements', '@property --a{syntax:"*"}'],
    ['of the whole', ':root{a:b}body{a:b}'],
  ])('are those %s', (_name, css) => {
    expect(usedStyles(css, html)).toBe(css);
  });

  it.each([
    ['of a class that it has not', '.other{a:b}'],
    ['of one that it has with one that it has not', '.shell .other{a:b}'],
    ['of another part', `[part=error]{a:b}[part='field']{a:b}`],
    ['of another element', 'textarea{a:b}.shell > p + h2{a:b}'],
    ['of nothing under a condition', '@supports (a:b){@media (c){.other{a:b}}}'],
  ])('are none %s', (_name, css) => {
    expect(usedStyles(css, html)).toBe('');
  });

  it('of several keep those that are used', () => {
    expect(usedStyles('.other,.shell,textarea,svg{a:b}', html)).toBe('.shell,svg{a:b}');
  });
});
