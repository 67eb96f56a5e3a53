import { hostPage } from './support/host-page.ts';
import { expect, test } from './support/shared-service.ts';
import { short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

test('a modal dialog keeps the focus inside, Escape closes it, and the focus goes back', async ({
  page,
  service,
  site,
  mint,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token" display="dialog" hidden',
      body: '<button id="ask">Tell us</button> <a href="#elsewhere">Elsewhere</a>',
      script: `document.querySelector('#ask').addEventListener('click', () => {
        document.querySelector('otklik-survey').show();
      });`,
    }),
  );
  const survey = surveyOn(page);
  await page.getByRole('button', { name: 'Tell us' }).click();
  await expect(survey.question(short.first)).toBeVisible();
  await expect(survey.element.getByRole('dialog')).toBeVisible();

  const stops = 30;
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab');
    const focusedInPage = await page.evaluate(() => document.activeElement?.tagName ?? 'BODY');
    // The body stands for the browser's own controls, which a page may never keep the focus from.
    expect(['OTKLIK-SURVEY', 'BODY']).toContain(focusedInPage);
  }
  await page.keyboard.press('Escape');
  await expect(survey.question(short.first)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Tell us' })).toBeFocused();
});

for (const display of ['sheet', 'popover']) {
  test(`a ${display} takes neither focus nor keys from its page`, async ({
    page,
    service,
    site,
    mint,
  }) => {
    site.token('/survey-token', () => mint({ survey: 'srv_short' }));
    await page.goto(
      hostPage(site, '/', {
        service: service.origin,
        attributes: `token-url="/survey-token" display="${display}" hidden`,
        body: '<label>Search <input id="search"></label>',
      }),
    );
    await page.getByLabel('Search').focus();
    await page.evaluate(() => document.querySelector('otklik-survey')?.removeAttribute('hidden'));
    const survey = surveyOn(page);
    await expect(survey.question(short.first)).toBeVisible();
    await expect(page.getByLabel('Search')).toBeFocused();
    await page.keyboard.type('tea 5');
    await expect(page.getByLabel('Search')).toHaveValue('tea 5');
    await expect(survey.element.getByRole('radio', { checked: true })).toHaveCount(0);
  });
}
