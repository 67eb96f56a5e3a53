import { expect, test } from 'vitest';

import { buildDeepLink } from './deep-link.ts';
import { OtklikError } from './otklik-error.ts';

const CODE = 'Zm9vYmFyYmF6cXV4MTIzNA';

test.each([
  ['https://shop.example.com/orders?id=1', 'https://shop.example.com/orders?id=1#otklik='],
  ['https://shop.example.com/orders#details', 'https://shop.example.com/orders#details&otklik='],
  ['https://shop.example.com/#', 'https://shop.example.com/#otklik='],
  ['https://shop.example.com/#/orders/7', 'https://shop.example.com/#/orders/7&otklik='],
  ['https://shop.example.com/#a=1&otklik=OLD&b=2', 'https://shop.example.com/#a=1&b=2&otklik='],
  ['https://shop.example.com/#otklik=OLD', 'https://shop.example.com/#otklik='],
  ['http://localhost:8788/', 'http://localhost:8788/#otklik='],
  ['shop://orders/7', 'shop://orders/7#otklik='],
])('the code goes into the fragment of %s', (page, link) => {
  expect(buildDeepLink(page, CODE)).toBe(link + CODE);
});

test('a fragment directive stays at the end', () => {
  expect(buildDeepLink('https://shop.example.com/#:~:text=order', CODE)).toBe(
    `https://shop.example.com/#otklik=${CODE}:~:text=order`,
  );
});

test.each([
  ['an API key', 'otk_shop_0123456789abcdefghijklmnop'],
  ['a grant', 'otg_shop_0123456789abcdefghijklmnop'],
  ['a survey token', 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwcmpfc2hvcCJ9.c2ln'],
  ['fewer than 128 bits', 'abc'],
  ['what would need escaping', `${CODE}&admin=1`],
  ['a line feed at the end', `${CODE}\n`],
])('a link never carries %s', (_, code) => {
  expect(() => buildDeepLink('https://shop.example.com/', code)).toThrow(OtklikError);
});

// eslint-disable-next-line no-script-url -- the very thing to refuse
test.each(['/orders', 'http://shop.example.com/', 'javascript:alert(1)', 'data:text/html,x'])(
  'no link leads to %s',
  (page) => expect(() => buildDeepLink(page, CODE)).toThrow(/pageUrl/),
);
