import type { Page } from '@playwright/test';

import { heardBy, hostPage } from './support/host-page.ts';
import { leftOnDevice } from './support/on-device.ts';
import { expect, test } from './support/shared-service.ts';
import { answerAll, short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

/** What was asked for before the first question could be painted. */
async function requestsBeforeShown(page: Page): Promise<string[]> {
  const shownAt = (await heardBy(page)).find(({ type }) => type === 'shown')?.at ?? 0;
  return page.evaluate(
    (end) =>
      performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime < end)
        .map(({ name }) => name),
    shownAt,
  );
}

test('the first question needs one script, the token, the session, and no preflight', async ({
  page,
  line,
  site,
  mint,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  await page.goto(
    hostPage(site, '/', { service: line.origin, attributes: 'token-url="/survey-token"' }),
  );
  const survey = surveyOn(page);
  await expect(survey.question(short.first)).toBeVisible();

  const asked = await requestsBeforeShown(page);
  const widget = asked.filter((url) => !url.endsWith('/index.js') && !url.startsWith('data:'));
  const scripts = widget.filter((url) => url.endsWith('.js'));
  expect(scripts).toEqual([`${line.origin}/otklik.js`]);
  expect(widget.filter((url) => !scripts.includes(url)).sort()).toEqual(
    [`${line.origin}/v1/sessions`, `${site.origin}/survey-token`].sort(),
  );

  await answerAll(survey);
  await expect
    .poll(() => line.passages.some(({ body }) => body.includes('"completed"')))
    .toBe(true);
  expect(line.passages.filter(({ method }) => method === 'OPTIONS')).toEqual([]);
});

test('in another language it needs no more: its words come with the session', async ({
  page,
  line,
  site,
  mint,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  const attributes = 'token-url="/survey-token" lang="ru"';
  await page.goto(hostPage(site, '/', { service: line.origin, attributes }));
  const survey = surveyOn(page);
  await expect(survey.question('Порекомендуете ли вы нас?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Дальше' })).toBeVisible();
  const scripts = (await requestsBeforeShown(page)).filter(
    (url) => url.endsWith('.js') && url.startsWith(line.origin),
  );
  expect(scripts).toEqual([`${line.origin}/otklik.js`]);
  // The rest of the language follows while the respondent reads.
  await page.getByRole('button', { name: 'Дальше' }).click();
  await expect(page.getByText('Пожалуйста, ответьте на этот вопрос.')).toBeVisible();
});

test('nothing is left on the device before a survey is shown', async ({
  page,
  service,
  site,
  mint,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short', respondent: 'person-1' }));
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token"',
      script: `addEventListener('otklik-shown', (event) => event.preventDefault());`,
    }),
  );
  await expect.poll(async () => (await heardBy(page)).map(({ type }) => type)).toContain('shown');
  await expect(surveyOn(page).question(short.first)).toBeHidden();
  expect(await leftOnDevice(page)).toEqual([]);
});

test('a page whose survey is hidden asks for nothing and keeps nothing', async ({
  page,
  line,
  site,
}) => {
  await page.goto(
    hostPage(site, '/', {
      service: line.origin,
      attributes: 'token-url="/survey-token" survey="srv_short" hidden',
    }),
  );
  await page.evaluate(() => customElements.whenDefined('otklik-survey'));
  expect(site.requests).not.toContain('/survey-token');
  expect(line.passages.map(({ path }) => path)).not.toContain('/v1/sessions');
  expect(await leftOnDevice(page)).toEqual([]);
});

test('a finished survey leaves nothing on the device', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  await page.goto(
    hostPage(site, '/', { service: service.origin, attributes: 'token-url="/survey-token"' }),
  );
  await answerAll(surveyOn(page));
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
  await expect.poll(() => leftOnDevice(page)).toEqual([]);
});
