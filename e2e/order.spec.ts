import { expect, test } from './support/test.ts';
import { orderTea } from './support/shop.ts';
import { answerDelivery } from './support/delivery-survey.ts';
import { surveyOn } from './support/survey.ts';

test('an order is followed by a survey, and its answer is among the answers', async ({
  page,
  shop,
  stored,
}) => {
  const number = await orderTea(page, shop);
  await answerDelivery(surveyOn(page));
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');

  const [response, ...others] = await stored();
  expect(others).toEqual([]);
  expect(response).toMatchObject({
    survey: 'srv_delivery',
    respondent: 'customer-1041',
    variables: {
      orderNumber: { value: number, source: 'token' },
      customerSegment: { value: 'vip', source: 'token' },
      channel: { value: 'website', source: 'token' },
      view: { value: 'website', source: 'page' },
      colourScheme: { value: 'light', source: 'page' },
      url: { value: `${shop.origin}/orders/${number}`, source: 'auto' },
    },
  });

  await page.goto(`${shop.origin}/results`);
  const row = page.locator(`[data-response="${response?.id}"]`);
  await expect(row).toContainText(number);
  await expect(row).toContainText('completed');
  await expect(row.locator('.source-token')).toHaveCount(3);
});

test('the answers page follows along while somebody answers', async ({ page, context, shop }) => {
  const results = await context.newPage();
  await results.goto(`${shop.origin}/results`);
  await expect(results.locator('#empty')).toBeVisible();

  await orderTea(page, shop);
  await answerDelivery(surveyOn(page));
  await expect(results.locator('tbody tr')).toContainText('completed');
});

test('inside the app the same page asks in its frame, and the answer names the channel', async ({
  page,
  shop,
  stored,
}) => {
  const number = await orderTea(page, shop);
  await page.goto(`${shop.origin}/phone?order=${number}`);
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await answerDelivery(surveyOn(page.frameLocator('iframe')));
  await expect
    .poll(async () => (await stored())[0]?.variables['channel'])
    .toEqual({ value: 'app', source: 'token' });
});

test('the export holds the answer with its signed variables', async ({ page, shop, stored }) => {
  const number = await orderTea(page, shop);
  await answerDelivery(surveyOn(page));
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');

  const reply = await page.request.get(`${shop.origin}/results.csv?survey=srv_delivery`);
  expect(reply.headers()['content-type']).toContain('text/csv');
  const [header, row] = (await reply.text()).split('\r\n');
  expect(header).toContain('variable.orderNumber.source');
  expect(row).toContain(number);
});

test('the token is asked for once, while the code is still on its way', async ({ page, shop }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/survey-token')) asked.push(request.url());
  });
  await orderTea(page, shop);
  await expect(surveyOn(page).element.getByRole('radio').first()).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('nobody gets a token for somebody else’s order', async ({ page, shop }) => {
  const number = await orderTea(page, shop);
  await page.getByText('You are').click();
  await page.getByRole('button', { name: /Boris/ }).click();
  const reply = await page.request.get(`${shop.origin}/survey-token?order=${number}`);
  expect(reply.status()).toBe(404);
});
