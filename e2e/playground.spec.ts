import type { FrameLocator, Locator, Page } from '@playwright/test';

import { violations } from './support/axe.ts';
import { expect, test } from './support/lone-shop.ts';

const stage = (page: Page): FrameLocator => page.frameLocator('#stage');
const editor = (page: Page): Locator => page.getByRole('textbox', { name: 'The survey as JSON' });
const setting = (page: Page, name: string): Locator =>
  page.getByRole('combobox', { name, exact: true });
const title = (page: Page): Locator =>
  stage(page).locator('otklik-survey').getByRole('heading').first();

/** The whole of it is in sight: what is fixed to a frame's edge does not scroll the page around the frame. */
test.use({ viewport: { width: 1280, height: 1500 }, isMobile: false, hasTouch: false });

/** In place of all that is written. */
async function write(page: Page, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

function survey(change: object = {}): string {
  const question = {
    id: 'one',
    type: 'text',
    size: 'short',
    title: { en: 'First wording', ru: 'Первая' },
  };
  return JSON.stringify(
    {
      id: 'srv_mine',
      title: { en: 'Mine', ru: 'Мой' },
      defaultLanguage: 'en',
      screens: [{ id: 'a', questions: [{ ...question, ...change }] }],
      thanks: { title: { en: 'Thanks', ru: 'Спасибо' } },
    },
    null,
    2,
  );
}

test('what is written is what is asked, and nothing of it is sent', async ({ page, shop }) => {
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  const posted: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()));
  await page.goto(`${shop.origin}/playground`);
  await expect(title(page)).toContainText('How likely are you to recommend us');

  await write(page, survey());
  await expect(title(page)).toContainText('First wording');
  await write(page, survey({ title: { en: 'Second wording', ru: 'Вторая' } }));
  await expect(title(page)).toContainText('Second wording');

  await stage(page).getByRole('textbox').fill('An answer');
  await stage(page).getByRole('button', { name: 'Send' }).click();
  await expect(title(page)).toContainText('Thanks');
  await expect(page.locator('#events')).toContainText('otklik-completed');
  expect(posted).toEqual([]);
  expect(refused).toEqual([]);
});

test('a mistake is marked at its line, with a sentence, and the survey stays as it was', async ({
  page,
  shop,
}) => {
  await page.goto(`${shop.origin}/playground`);
  await write(page, survey());
  await expect(title(page)).toContainText('First wording');

  await write(page, survey({ size: 'huge', title: { en: 'Third', ru: 'Третья' } }));
  const problem = page.locator('#problems button');
  const line =
    survey({ size: 'huge' })
      .split('\n')
      .findIndex((one) => one.includes('"size"')) + 1;
  await expect(problem).toHaveText([new RegExp(`line ${line} /screens/0/questions/0/size must`)]);
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1);
  await expect(title(page)).toContainText('First wording');

  await write(page, survey().slice(0, -1));
  await expect(problem.first()).toContainText('This is no JSON');
  await write(page, survey({ showIf: { answer: 'later', op: 'answered' } }));
  await expect(problem.first()).toContainText('later');
});

test('the editor offers the names that fit the type of question', async ({ page, shop }) => {
  await page.goto(`${shop.origin}/playground`);
  const start = '{ "title": { "en": "x" }, "screens": [ { "questions": [ { "type": "slider", ';
  const end = ' } ] } ] }';
  await write(page, start + end);
  for (let step = 0; step < end.length; step++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+Space');
  const offers = page.locator('.cm-tooltip-autocomplete li');
  await expect(offers.filter({ hasText: '"range"' })).toHaveCount(1);
  await expect(offers.filter({ hasText: '"choices"' })).toHaveCount(0);
});

test('an edit keeps the respondent at the same question, with the answers given before', async ({
  page,
  shop,
}) => {
  await page.goto(`${shop.origin}/playground`);
  const two = JSON.parse(survey()) as { screens: object[] };
  const last = { id: 'two', type: 'text', size: 'short', title: { en: 'Another', ru: 'Ещё' } };
  two.screens.push({ id: 'b', questions: [last] });
  await write(page, JSON.stringify(two));
  await expect(title(page)).toContainText('First wording');
  await stage(page).getByRole('textbox').fill('kept');
  await stage(page).getByRole('button', { name: 'Next' }).click();
  await expect(title(page)).toContainText('Another');

  last.title.en = 'Another one';
  await write(page, JSON.stringify(two));
  await expect(title(page)).toContainText('Another one');
  await stage(page).getByRole('button', { name: 'Back' }).click();
  await expect(stage(page).getByRole('textbox')).toHaveValue('kept');
});

test('example, display, language, direction and size are chosen, and the address keeps them', async ({
  page,
  shop,
}) => {
  await page.goto(`${shop.origin}/playground`);
  await setting(page, 'Example').selectOption('questions/matrix.json');
  await expect(title(page)).toContainText('How do you rate our service?');
  await setting(page, 'Language').selectOption('ar');
  await setting(page, 'Page direction').selectOption('rtl');
  await setting(page, 'Display').selectOption('dialog');
  await setting(page, 'Size').selectOption('desktop');
  await expect(title(page)).toContainText('كيف تقيّم خدمتنا؟');
  await expect(stage(page).locator('dialog')).toBeVisible();
  await expect(page.locator('#stage')).toHaveCSS('width', '1280px');

  await expect.poll(() => page.url()).toContain('#');
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(title(page)).toContainText('كيف تقيّم خدمتنا؟');
  await expect(setting(page, 'Display')).toHaveValue('dialog');
});

test('variables are given by hand', async ({ page, shop }) => {
  await page.goto(`${shop.origin}/playground?example=delivery.json`);
  await expect(stage(page).getByText('Order from our shop is with you.')).toBeVisible();
  await page.getByLabel('orderNumber').fill('A-77');
  await expect(stage(page).getByText('Order A-77 is with you.')).toBeVisible();
});

test('the debug panel tells the conditions, and explain() the reasons', async ({ page, shop }) => {
  await page.goto(`${shop.origin}/playground?example=delivery.json`);
  await expect(title(page)).toBeVisible();
  await page.getByLabel('Debug panel').check();
  const panel = stage(page).locator('otklik-survey .debug');
  await expect(panel).toContainText('The survey is on the screen');
  await expect(panel).toContainText('srv_delivery');
  await expect(panel).toContainText('orderNumber = null (not given)');
  await stage(page).getByRole('radio', { name: '3', exact: true }).click();
  await expect(panel).toContainText('recommend = 3');

  const details = await stage(page)
    .locator('otklik-survey')
    .evaluate((element: HTMLElementTagNameMap['otklik-survey']) => element.explain().details());
  expect(details).toMatchObject({ isPreview: true, lang: 'en', outbox: [] });
  expect(JSON.stringify(details)).not.toContain('otg_');
  await page.getByLabel('Debug panel').uncheck();
  await expect(panel).toHaveCount(0);
});

test('every type of question has its page, live beside its JSON', async ({ page, shop }) => {
  await page.goto(`${shop.origin}/questions`);
  const links = page.locator('.menu a');
  const paths = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  expect(paths).toHaveLength(24);
  for (const path of paths) {
    await page.goto(shop.origin + path);
    await expect(page.locator('otklik-survey').getByRole('heading').first()).toBeVisible();
    await expect(page.locator('pre')).toContainText(`"type": "${path.split('/').at(-1)}"`);
  }
});

test('the playground is in Russian too, and fits a narrow window', async ({
  page,
  shop,
  context,
}) => {
  await context.addCookies([{ name: 'lang', value: 'ru', url: shop.origin }]);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${shop.origin}/playground`);
  await expect(page.getByRole('heading', { name: 'Песочница' })).toBeVisible();
  await expect(page.locator('#problems')).toContainText('Ошибок нет');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  expect(await violations(page)).toEqual([]);
});
