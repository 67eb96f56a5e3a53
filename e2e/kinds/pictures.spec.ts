import type { Page } from '@playwright/test';

import { violations } from '../support/axe.ts';
import { expect, kindSurveys, test } from './gallery.ts';
import { LANGUAGES } from './surveys/index.ts';

/** High enough that all ten are seen at once: what is out of sight may be loaded later. */
const HEIGHT = 6000;
const WIDTHS = { phone: 390, desktop: 1280 } as const;

for (const kind of kindSurveys) {
  test(`${kind.name} looks as it did, in every language, light and dark, and axe finds nothing`, async ({
    page,
    gallery,
  }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: WIDTHS.desktop, height: HEIGHT });
    await gallery.openAll(page, kind);
    await expect(page.locator('otklik-survey h2')).toHaveCount(LANGUAGES.length * 2);
    await expect(page.locator('otklik-survey [aria-busy=true]')).toHaveCount(0);
    for (const [where, width] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width, height: HEIGHT });
      await expect(page.locator('main')).toHaveScreenshot(`${kind.name}-${where}.png`);
      expect(await widest(page), 'nothing is wider than the page').toBeLessThanOrEqual(width);
    }
    expect(await faultsOf(page)).toEqual([]);
    if (kind.isFree) return;
    for (const button of await page.locator('otklik-survey [part=next]').all()) {
      await button.click();
    }
    await expect(page.locator('otklik-survey .faulty')).toHaveCount(LANGUAGES.length * 2);
    expect(await faultsOf(page), 'with a fault').toEqual([]);
  });
}

/** Beyond what the law asks for too. That the page holds each survey twice, light and dark, is its own affair. */
async function faultsOf(page: Page): Promise<string[]> {
  const found = await violations(page, ['best-practice']);
  return found.filter((line) => !line.startsWith('landmark-unique '));
}

function widest(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}
