import type { Page } from '@playwright/test';

import { heardBy, hostPage } from './support/host-page.ts';
import { answerAll, short } from './support/short-survey.ts';
import { orderTea } from './support/shop.ts';
import { answerDelivery } from './support/delivery-survey.ts';
import { surveyOn } from './support/survey.ts';
import { expect, test } from './support/test.ts';

/** What the browser says about the page's policy, wherever it says it. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

test('the shop’s strict policy is never violated, from order to thank-you', async ({
  page,
  shop,
}) => {
  const complaints = complaintsOf(page);
  await orderTea(page, shop);
  await answerDelivery(surveyOn(page));
  expect(complaints).toEqual([]);
});

test('the widget works without any style source and with one Trusted Types policy', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  const complaints = complaintsOf(page);
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token"',
      csp: [
        "default-src 'none'",
        `script-src 'self' ${service.origin}`,
        `connect-src 'self' ${service.origin}`,
        "style-src 'none'",
        'img-src data:',
        "require-trusted-types-for 'script'",
        'trusted-types otklik',
      ].join('; '),
    }),
  );
  await answerAll(surveyOn(page));
  expect((await heardBy(page)).filter(({ type }) => type === 'violation')).toEqual([]);
  expect(complaints).toEqual([]);
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
});

test('a page that does break its policy is noticed by these tests', async ({
  page,
  service,
  site,
}) => {
  const complaints = complaintsOf(page);
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      body: '<p style="color: red">Inline style</p>',
      csp: `script-src 'self' ${service.origin}; style-src 'none'`,
    }),
  );
  await expect.poll(() => complaints.length).toBeGreaterThan(0);
});

test('a page with hostile styles cannot break the widget', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token"',
      head: `<style>
        * { all: unset }
        html { font-size: 62.5% }
        body { font: 8px/1 cursive; color: #fff; text-transform: uppercase; letter-spacing: 1em }
        button, input, label { display: none !important }
        div, section, form { position: static !important; visibility: hidden }
      </style>`,
    }),
  );
  const survey = surveyOn(page);
  const question = survey.question(short.first);
  await expect(question).toBeVisible();
  const style = await question.evaluate((element) => {
    const { fontSize, textTransform, letterSpacing } = getComputedStyle(element);
    return { fontSize: Number.parseFloat(fontSize), textTransform, letterSpacing };
  });
  expect(style.fontSize).toBeGreaterThanOrEqual(16);
  expect(style).toMatchObject({ textTransform: 'none', letterSpacing: 'normal' });
  const target = await survey.element
    .getByRole('radio')
    .first()
    .evaluate((input) => (input.closest('label') ?? input).getBoundingClientRect().height);
  expect(target).toBeGreaterThanOrEqual(44);
  await answerAll(survey);
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
});
