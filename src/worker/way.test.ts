import { describe, expect, it } from 'vitest';

import { hostedCode, wayOf } from './way.ts';

const CODE = 'Zk3vX9_aB-cD0eF1gH2iJ4default';
const endpoint = 'https://ask.example';
const shop = { origin: 'https://shop.example', protocol: 'https:' };
const service = { origin: endpoint, protocol: 'https:' };

describe('the way of a link', () => {
  it.each([
    [`https://ask.example/s/${CODE}`, service, 'hosted'],
    [`https://ask.example/s/${CODE}`, shop, 'elsewhere'],
    [`https://shop.example/orders/1#otklik=${CODE}`, shop, 'own-page'],
    [`https://shop.example/orders/1#details&otklik=${CODE}:~:text=tea`, shop, 'own-page'],
    [`https://shop.example/s/${CODE}#otklik=${CODE}`, shop, 'own-page'],
  ])('%s leads there', (link, location, place) => {
    expect(wayOf(link, { endpoint }, location)).toMatchObject({ code: CODE, place });
  });

  it.each([
    ['nowhere', 'a link that is no address'],
    [`javascript:alert(1)//${CODE}`, 'a link that is not https'],
    [`http://shop.example/#otklik=${CODE}`, 'a link that is not https'],
    [`https://evil.example/s/${CODE}`, 'a link to another site'],
    [`https://ask.example.evil.example/s/${CODE}`, 'a link to another site'],
    [`https://ask.example:444/s/${CODE}`, 'a link to another site'],
    [`https://me:secret@ask.example/s/${CODE}`, 'a link with a password'],
    ['https://ask.example/s/short', 'a link without a code'],
    [`https://ask.example/admin/${CODE}`, 'a link without a code'],
    [`https://ask.example/s/${CODE}/more`, 'a link without a code'],
    [`https://shop.example/?otklik=${CODE}`, 'a link without a code'],
  ])('%s is refused', (link, why) => {
    expect(wayOf(link, { endpoint }, shop)).toBe(why);
  });

  it('may be plain http where the worker itself came by it', () => {
    const location = { origin: 'http://localhost:1', protocol: 'http:' };
    const link = `http://localhost:2/s/${CODE}`;
    expect(wayOf(link, { endpoint: 'http://localhost:2' }, location)).toMatchObject({ code: CODE });
  });

  it('is looked for beneath the endpoint, wherever that is', () => {
    const url = new URL(`https://shop.example/ask/s/${CODE}`);
    expect(hostedCode(url, 'https://shop.example/ask')).toBe(CODE);
    expect(hostedCode(url, 'https://shop.example')).toBeUndefined();
  });
});
