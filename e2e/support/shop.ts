import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import type { RunningShop } from '../../demo/shop/serve.ts';

/** Buys the first tea and lets it arrive; returns the order's number. The page then asks its survey. */
export async function orderTea(page: Page, shop: RunningShop): Promise<string> {
  await page.goto(shop.origin);
  await page.getByRole('link', { name: /Sencha/ }).click();
  await page.getByRole('button', { name: /Order, 100 g/ }).click();
  await page.getByRole('button', { name: 'The courier is here' }).click();
  await expect(page.getByRole('heading', { name: 'Your order has arrived' })).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
