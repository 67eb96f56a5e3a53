import type { Locator, Page } from '@playwright/test';

import { expect, notedBy, test } from './support/host-test.ts';
import { answerFirst, answerSecond, short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

const overlays = ['popover', 'sheet', 'banner', 'dialog'] as const;

for (const display of overlays) {
  test(`no z-index of a page lies over a ${display}`, async ({ page, open }) => {
    const survey = await open({
      display,
      body: `<div style="position: fixed; inset: 0; z-index: 2147483647; background: #fff">
        The page's own layer</div>`,
    });
    await tapSeven(page, survey.element);
  });

  test(`a ${display} stands in the window, whatever the elements around it do`, async ({
    page,
    open,
  }) => {
    const survey = await open({
      display,
      head: `<style>
        main { transform: translateX(-3000px); filter: blur(20px); opacity: 0; overflow: hidden;
          width: 10px; height: 10px; contain: strict; perspective: 10px; clip-path: circle(0) }
      </style>`,
    });
    await tapSeven(page, survey.element);
  });
}

/** What a page can lie behind, and what takes it away. */
const obstacles = {
  'a modal dialog of the page': {
    body: '<dialog>Cookies? <button onclick="this.parentNode.close()">Agree</button></dialog>',
    script: `document.querySelector('dialog').showModal();`,
  },
  'a modal dialog made of plain elements': {
    body: `<div role="dialog" aria-modal="true" style="position: fixed; inset: 0">
      Cookies? <button onclick="this.parentNode.remove()">Agree</button></div>`,
    script: '',
  },
  'a page that is inert': {
    body: '',
    script: `
      const agree = document.createElement('button');
      agree.textContent = 'Agree';
      document.body.append(agree);
      const main = document.querySelector('main');
      main.inert = true;
      agree.addEventListener('click', () => (main.inert = false));`,
  },
  'a page that is hidden from assistive technology': {
    body: '',
    script: `
      const agree = document.createElement('button');
      agree.textContent = 'Agree';
      document.body.append(agree);
      const main = document.querySelector('main');
      main.setAttribute('aria-hidden', 'true');
      agree.addEventListener('click', () => main.removeAttribute('aria-hidden'));`,
  },
} as const;

for (const [obstacle, { body, script }] of Object.entries(obstacles)) {
  test(`a survey that nobody has asked for waits behind ${obstacle}`, async ({ page, open }) => {
    const survey = await open({ body, script });
    await expect.poll(() => reasonOf(page)).toBe('page_is_busy');
    await expect(survey.question(short.first)).toBeHidden();
    await page.getByRole('button', { name: 'Agree' }).click();

    await expect(survey.question(short.first)).toBeVisible();
    await answerFirst(survey);
  });
}

test('a survey in the page’s own modal dialog waits for nothing', async ({ page, open }) => {
  const survey = await open({
    body: '<dialog></dialog>',
    script: `
      const dialog = document.querySelector('dialog');
      dialog.append(document.querySelector('otklik-survey'));
      dialog.showModal();`,
  });
  await answerFirst(survey);
  await expect(page.locator('dialog[open]').first()).toBeVisible();
});

test('a dialog that the page opens over a survey comes first, and the survey goes on', async ({
  page,
  open,
}) => {
  const survey = await open({
    body: '<dialog>Log in again <button onclick="this.parentNode.close()">Done</button></dialog>',
  });
  await answerFirst(survey);
  await page.evaluate(() => document.querySelector('dialog')?.showModal());
  await page.getByRole('button', { name: 'Done' }).click();
  await answerSecond(survey);
});

test('a modal survey in a part of the page that is not drawn leaves the page alive', async ({
  page,
  open,
}) => {
  await open({
    display: 'dialog',
    head: '<style>#tab-2 { display: none }</style>',
    body: '<button onclick="noted.push(1)">Buy</button><div id="tab-2"></div>',
    script: `
      window.noted = [];
      document.querySelector('#tab-2').append(document.querySelector('otklik-survey'));`,
  });
  const survey = surveyOn(page);
  await page.evaluate(() => document.querySelector('otklik-survey')?.ready);
  await page.getByRole('button', { name: 'Buy' }).click();
  expect(await notedBy(page)).toEqual([1]);

  await page.addStyleTag({ content: '#tab-2 { display: block !important }' });
  await expect(survey.question(short.first)).toBeVisible();
  await page.addStyleTag({ content: '#tab-2 { display: none !important }' });
  await page.getByRole('button', { name: 'Buy' }).click();
  expect(await notedBy(page)).toEqual([1, 1]);
});

test('two surveys that appear by themselves come one after the other', async ({ page, open }) => {
  await open({
    body: '<otklik-survey id="other" token-url="/survey-token" display="sheet"></otklik-survey>',
  });
  const questions = page.getByText(short.first);
  await expect(questions).toHaveCount(1);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => shownCount(page)).toBe(2);
  await expect(questions).toHaveCount(1);
});

test('a survey that the page asks for comes at once, over one that is there', async ({
  page,
  open,
}) => {
  await open({
    body: '<otklik-survey id="other" token-url="/survey-token" hidden></otklik-survey>',
  });
  await expect(page.getByText(short.first)).toHaveCount(1);
  await page.evaluate(() =>
    document.querySelector<HTMLElementTagNameMap['otklik-survey']>('#other')?.show(),
  );
  await expect(page.getByText(short.first)).toHaveCount(2);
  await tapSeven(page, page.locator('#other'));
});

test('a page that scrolls is back where it was after a modal survey, to the last attribute', async ({
  page,
  open,
}) => {
  const survey = await open({
    display: 'dialog',
    attributes: 'hidden',
    head: '<style>html { overflow-y: scroll; scroll-behavior: smooth }</style>',
    body: '<p style="height: 4000px" id="long">Long</p>',
  });
  await page.evaluate(() => scrollTo({ top: 1234, behavior: 'instant' }));
  const before = await lookOf(page);
  await page.evaluate(() => document.querySelector('otklik-survey')?.show());
  await expect(survey.question(short.first)).toBeVisible();
  // After the first paint.
  await expect.poll(async () => (await lookOf(page)).overflow).toBe('hidden');
  await page.mouse.move(5, 5);
  await page.mouse.wheel(0, 500);
  expect((await lookOf(page)).width, 'nothing moves when the scroll bar goes').toBe(before.width);
  await survey.close.click();
  await expect(survey.question(short.first)).toBeHidden();

  expect(await lookOf(page)).toEqual(before);
});

/** Where it is seen, with the pointer, which must meet it there. */
async function tapSeven(page: Page, element: Locator): Promise<void> {
  const radio = element.getByRole('radio', { name: /^7(\D|$)/ });
  await expect(radio).toBeInViewport({ ratio: 1 });
  await expect(async () => {
    const box = await radio.boundingBox();
    if (box !== null) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect(element.getByText(short.second)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 5000 });
}

function lookOf(page: Page) {
  return page.evaluate(() => ({
    at: scrollY,
    width: document.querySelector('#long')?.clientWidth,
    html:
      document.documentElement.cloneNode(false) instanceof Element &&
      document.documentElement.outerHTML.slice(0, document.documentElement.outerHTML.indexOf('>')),
    body: document.body.outerHTML.slice(0, document.body.outerHTML.indexOf('>')),
    sheets: document.adoptedStyleSheets.length,
    overflow: getComputedStyle(document.documentElement).overflow,
  }));
}

function reasonOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.querySelector('otklik-survey')?.explain?.().reason);
}

function shownCount(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      (window as unknown as { seen: { type: string }[] }).seen.filter(
        ({ type }) => type === 'shown',
      ).length,
  );
}
