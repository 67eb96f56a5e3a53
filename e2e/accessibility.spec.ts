import type { Page } from '@playwright/test';

import { violations } from './support/axe.ts';
import { hostPage } from './support/host-page.ts';
import { answerFirst, answerSecond, answerThird, short } from './support/short-survey.ts';
import { orderTea } from './support/shop.ts';
import { surveyOn } from './support/survey.ts';
import { expect, test } from './support/host-test.ts';

/** In both colour schemes; without motion, so that no colour is on its way to another. */
async function expectNothingWrong(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page), `${where}, ${colorScheme}`).toEqual([]);
  }
}

for (const display of ['inline', 'sheet', 'popover', 'dialog', 'page']) {
  test(`axe finds nothing on any screen (${display})`, async ({ page, open }) => {
    test.slow();
    const survey = await open({ display, head: '<meta name="color-scheme" content="light dark">' });
    await expect(survey.question(short.first)).toBeVisible();
    await expectNothingWrong(page, 'first screen');
    await answerFirst(survey);
    await expectNothingWrong(page, 'second screen');
    await answerSecond(survey);
    await expectNothingWrong(page, 'third screen');

    await survey.write(short.email, 'not an address');
    await survey.next();
    const email = survey.element.getByRole('textbox', { name: short.email });
    await expect(email).toHaveAttribute('aria-invalid', 'true');
    await expectNothingWrong(page, 'third screen with a fault');

    await survey.write(short.email, 'person@example.com');
    await answerThird(survey);
    await expectNothingWrong(page, 'thank-you');
  });
}

test('axe finds nothing on a survey that cannot be shown', async ({
  page,
  service,
  site,
  mint,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_nowhere' }));
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token"',
      head: '<meta name="color-scheme" content="light dark">',
    }),
  );
  await expect(surveyOn(page).element).toContainText('cannot be shown');
  await expectNothingWrong(page, 'failure');
});

test('axe finds nothing on the pages of the shop', async ({ page, shop }) => {
  test.slow();
  await orderTea(page, shop);
  for (const path of ['/', '/teas/sencha', '/order', '/phone', '/guide', '/results']) {
    await page.goto(shop.origin + path);
    await expect(page.locator('main')).toBeVisible();
    await expectNothingWrong(page, path);
  }
});
