import { OtklikError } from 'otklik/backend';
import type { OtklikClient } from 'otklik/backend';
import { expect, test } from 'vitest';

import { createShop } from './shop.ts';

type Minted = Parameters<OtklikClient['mintToken']>[0];

/** A shop whose survey service is a list of what it was asked to sign. */
function openShop(mintToken?: () => Promise<never>) {
  const minted: Minted[] = [];
  const client = {
    mintToken:
      mintToken ??
      ((wish: Minted) => {
        minted.push(wish);
        return Promise.resolve({ token: 'a.b.c', expiresAt: '2026-11-22T12:00:00.000Z' });
      }),
  } as unknown as OtklikClient;
  const origin = 'http://localhost:8788';
  const shop = createShop({ service: 'http://localhost:8787', origin, client });
  const post = (path: string, form: Record<string, string>, cookie = '') =>
    shop.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { cookie } });
  const get = (path: string, cookie = '') => shop.request(path, { headers: { cookie } });
  return { minted, post, get, origin };
}

type Shop = ReturnType<typeof openShop>;

async function deliveredOrder({ post }: Shop, cookie: string): Promise<string> {
  const ordered = await post('/orders', { tea: 'oolong' }, cookie);
  const path = ordered.headers.get('location') ?? '';
  await post(`${path}/delivery`, {}, cookie);
  return path.split('/').at(-1) ?? '';
}

test('a delivered order gets a token that vouches for person, segment, order and channel', async () => {
  const shop = openShop();
  const order = await deliveredOrder(shop, 'customer=customer-1187');
  const reply = await shop.get(`/survey-token?order=${order}&view=app`, 'customer=customer-1187');
  expect(await reply.json()).toEqual({ token: 'a.b.c' });
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(shop.minted).toEqual([
    {
      survey: 'srv_delivery',
      respondent: 'customer-1187',
      variables: { customerSegment: 'regular', orderNumber: order, channel: 'app' },
      origins: [shop.origin],
    },
  ]);
});

test('an order gets no token before it has arrived, nor for somebody else', async () => {
  const shop = openShop();
  const ordered = await shop.post('/orders', { tea: 'black' });
  const early = ordered.headers.get('location')?.split('/').at(-1);
  expect((await shop.get(`/survey-token?order=${early}`)).status).toBe(404);
  const order = await deliveredOrder(shop, 'customer=customer-1041');
  expect((await shop.get(`/survey-token?order=${order}`, 'customer=customer-2003')).status).toBe(
    404,
  );
  expect(shop.minted).toEqual([]);
});

test('a survey service that is down is told to the widget as 503, and the shop goes on', async () => {
  const shop = openShop(() => Promise.reject(new OtklikError('network')));
  expect((await shop.get('/survey-token?feature=brewing-guide')).status).toBe(503);
  expect((await shop.get('/')).status).toBe(200);
});

test('a change of preferences never leads to another site', async () => {
  const { post } = openShop();
  for (const back of ['https://evil.example', '//evil.example', '/\\evil.example', '']) {
    const reply = await post('/preferences', { lang: 'ru', back });
    expect(reply.headers.get('location')).toBe('/');
  }
  const reply = await post('/preferences', { lang: 'ru', back: '/guide' });
  expect(reply.headers.get('location')).toBe('/guide');
});

test('the language follows the cookie, then the browser', async () => {
  const { get } = openShop();
  expect(await (await get('/', 'lang=ru')).text()).toContain('<html lang="ru"');
  expect(await (await get('/')).text()).toContain('<html lang="en"');
});

test('every page carries the strict policy', async () => {
  const { get } = openShop();
  for (const path of ['/', '/guide', '/results', '/nothing-here']) {
    const policy = (await get(path)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
  }
});
