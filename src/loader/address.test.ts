import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fitsAddress, pageOf } from './address.ts';

const at = (url: string): URL => new URL(url, 'https://shop.example');

describe('an address pattern', () => {
  it.each([
    ['/cart', '/cart', true],
    ['/cart', '/cart/', false],
    ['/cart', '/cart?item=1#top', true],
    ['/cart*', '/cart', true],
    ['/shop/*', '/shop/shoes/42', true],
    ['/shop/*', '/shop', false],
    ['/*/reviews', '/shop/42/reviews', true],
    ['/*/reviews', '/shop/42/reviews/new', false],
    ['/a*b*c', '/a-c-b', false],
    ['/ab*ba', '/aba', false],
    ['*', '/anything', true],
    ['/shop?sort=*', '/shop?sort=new', true],
    ['/shop?sort=*', '/shop', false],
    ['/app#/orders/*', '/app#/orders/7', true],
    ['https://shop.example/*', '/shop', true],
    ['https://help.example/*', '/shop', false],
    ['*.example/shop', '/shop', true],
  ])('%s, at %s: %s', (pattern, url, fits) => {
    expect(fitsAddress(pattern, at(url))).toBe(fits);
  });

  it('means what it would mean as a regular expression', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (pattern, path) => {
        const address = at(`/${path.replaceAll('*', 'c').replaceAll(/^\/+/g, '')}`);
        const asRegExp = new RegExp(`^/${pattern.replaceAll('*', '.*')}$`);
        expect(fitsAddress(`/${pattern}`, address)).toBe(asRegExp.test(address.pathname));
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});

it.each([
  ['/shop', '/shop#reviews', true],
  ['/shop', '/shop?page=2', false],
  ['/app#/a', '/app#/b', false],
  ['/app#!/a', '/app#!/b', false],
])('%s and %s are the same page: %s', (one, other, areSame) => {
  expect(pageOf(at(one)) === pageOf(at(other))).toBe(areSame);
});
