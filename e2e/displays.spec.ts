import type { CDPSession, Locator, Page } from '@playwright/test';

import { short } from './support/short-survey.ts';
import type { Survey } from './support/survey.ts';
import { expect, test } from './support/host-test.ts';

const OVERLAYS = ['sheet', 'popover', 'dialog', 'banner'] as const;
const DISPLAYS = [...OVERLAYS, 'page', 'inline'] as const;
const KEYBOARD_PX = 300;

/** As iOS and Android do it: the layout stays, and only the visual viewport says what can be seen. */
const keyboard = `
  let covered = 0;
  const real = Object.getOwnPropertyDescriptor(VisualViewport.prototype, 'height');
  Object.defineProperty(VisualViewport.prototype, 'height', {
    get() { return real.get.call(this) - covered; },
  });
  globalThis.slideIn = (px) => {
    covered = px;
    visualViewport.dispatchEvent(new Event('resize'));
  };
`;

/** At the end of the short survey, where there is something to type. */
async function atTheFields(survey: Survey): Promise<void> {
  await expect(survey.question(short.first)).toBeVisible();
  await survey.score(9);
  await survey.decide('The speed');
  await expect(survey.question(short.third)).toBeVisible();
}

for (const display of [...OVERLAYS, 'page']) {
  test(`the on-screen keyboard covers neither field nor button: ${display}`, async ({
    page,
    open,
  }) => {
    await page.addInitScript(keyboard);
    const survey = await open({ display });
    await atTheFields(survey);
    const field = survey.element.getByRole('textbox', { name: short.third });
    await field.focus();
    await page.evaluate(`slideIn(${KEYBOARD_PX})`);
    const seen = await page.evaluate(() => visualViewport?.height ?? 0);
    expect(seen).toBe(await page.evaluate((px) => innerHeight - px, KEYBOARD_PX));
    const next = survey.element.locator('[part=next]');
    await expect.poll(() => bottomOf(next)).toBeLessThanOrEqual(seen);
    await expect.poll(() => bottomOf(field)).toBeLessThanOrEqual(seen);
    expect(await topOf(field)).toBeGreaterThanOrEqual(0);
    await page.evaluate('slideIn(0)');
    await expect(field).toBeFocused();
  });
}

test('who zooms in by pinching does not squeeze the survey', async ({ page, open }) => {
  const survey = await open({ display: 'sheet' });
  await atTheFields(survey);
  const shell = survey.element.locator('.shell');
  const before = await shell.evaluate((element) => element.clientHeight);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
  await expect.poll(() => page.evaluate(() => visualViewport?.scale)).toBe(2);
  expect(await shell.evaluate((element) => element.clientHeight)).toBe(before);
});

for (const display of DISPLAYS) {
  test(`at 320 px nothing is cut off and nothing scrolls sideways: ${display}`, async ({
    page,
    open,
  }) => {
    await page.setViewportSize({ width: 320, height: 568 });
    const survey = await open({ display });
    await expect(survey.question(short.first)).toBeVisible();
    const next = survey.element.locator('[part=next]');
    await next.scrollIntoViewIfNeeded();
    await expect(next).toBeInViewport({ ratio: 1 });
    expect(await sideways(page)).toEqual([]);
  });
}

test('the insets of notches and round corners are kept free', async ({ page, open }) => {
  const devtools = await page.context().newCDPSession(page);
  const insets = { top: 40, bottom: 34, left: 30, right: 30 };
  await devtools.send('Emulation.setSafeAreaInsetsOverride', { insets });
  const { width, height } = { width: 740, height: 420 };
  await page.setViewportSize({ width, height });
  for (const display of [...OVERLAYS, 'page']) {
    await test.step(display, async () => {
      const survey = await open({
        display,
        head: '<meta name="viewport" content="width=device-width, viewport-fit=cover">',
      });
      await expect(survey.question(short.first)).toBeVisible();
      // What keeps them free comes with the second sheet of styles.
      await expect
        .poll(() => survey.element.evaluate((host) => host.shadowRoot?.adoptedStyleSheets.length))
        .toBeGreaterThan(1);
      const box = survey.element.locator('[part=next]');
      await expect
        .poll(() => bottomOf(box))
        .toBeLessThanOrEqual(display === 'page' ? Infinity : height - insets.bottom);
      for (const control of await survey.element.getByRole('radio').all()) {
        const { x, width: across } = (await control.boundingBox()) ?? { x: 0, width: 0 };
        expect(x).toBeGreaterThanOrEqual(insets.left);
        expect(x + across).toBeLessThanOrEqual(width - insets.right);
      }
      if (display !== 'page' && display !== 'dialog') return;
      expect(await topOf(survey.element.getByRole('heading'))).toBeGreaterThanOrEqual(insets.top);
    });
  }
});

test.describe('a sheet under the finger', () => {
  test.skip(({ hasTouch }) => !hasTouch, 'there is no finger');

  test('follows, comes back when let go early, and goes with every answer kept', async ({
    page,
    stored,
    open,
  }) => {
    const survey = await open({ display: 'sheet' });
    await atTheFields(survey);
    const field = survey.element.getByRole('textbox', { name: short.third });
    await field.fill('Half a sentence');
    const head = survey.element.locator('header');
    const finger = await page.context().newCDPSession(page);
    const before = await topOf(head);

    await drag(finger, head, 40);
    await expect.poll(() => topOf(head)).toBeGreaterThan(before + 30);
    await lift(finger, 300);
    await expect.poll(() => topOf(head)).toBe(before);
    await expect(field).toHaveValue('Half a sentence');

    await drag(finger, field, 250);
    await lift(finger);
    await expect(field).toBeVisible();
    await expect.poll(() => topOf(head)).toBe(before);

    await drag(finger, head, 320);
    await lift(finger);
    await expect(field).toBeHidden();
    await expect
      .poll(stored)
      .toMatchObject([{ status: 'dismissed', answers: { more: { value: 'Half a sentence' } } }]);

    await page.evaluate(() => document.querySelector('otklik-survey')?.removeAttribute('hidden'));
    await expect(field).toHaveValue('Half a sentence');
  });
});

test('a tab loads nothing before it is pressed, and takes the focus back when it is done', async ({
  page,
  open,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const survey = await open({ display: 'tab', attributes: 'label="Tell us"' });
  const tab = survey.element.getByRole('button', { name: 'Tell us' });
  await expect(tab).toBeVisible();
  expect(asked.filter((path) => /token|sessions/.test(path))).toEqual([]);
  await tab.press('Enter');
  await expect(survey.question(short.first)).toBeVisible();
  await expect(survey.element.getByRole('heading', { name: short.first })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(tab).toBeFocused();
});

test('a page that comes back from the back/forward cache goes on, and sends', async ({
  page,
  stored,
  open,
}) => {
  const survey = await open({ display: 'sheet' });
  await expect(survey.question(short.first)).toBeVisible();
  await survey.score(9);
  await expect(survey.question(short.second)).toBeVisible();
  // The browser of these tests keeps no pages: what it tells them is told here.
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await survey.decide('The speed');
  await expect(survey.question(short.third)).toBeVisible();
  await survey.next();
  await expect(survey.question(short.thanks)).toBeVisible();
  await expect.poll(stored).toMatchObject([{ status: 'completed' }]);
});

async function bottomOf(locator: Locator): Promise<number> {
  return locator.evaluate((element) => Math.round(element.getBoundingClientRect().bottom));
}

async function topOf(locator: Locator): Promise<number> {
  return locator.evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

/** What sticks out of the window to either side, or scrolls within. */
function sideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('otklik-survey')?.shadowRoot;
    const all = [...(root?.querySelectorAll<HTMLElement>('*') ?? [])];
    const out = all.filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      const isScroller = /auto|scroll/.test(getComputedStyle(element).overflowX);
      const scrolls = isScroller && element.scrollWidth > element.clientWidth;
      return left < -1 || right > innerWidth + 1 || scrolls;
    });
    const names = out.map(({ tagName, className }) => `${tagName} ${className}`);
    return document.documentElement.scrollWidth > innerWidth ? ['the page', ...names] : names;
  });
}

/** Down by so many px, in steps as a finger makes them. */
async function drag(devtools: CDPSession, on: Locator, px: number): Promise<void> {
  const { x, y, width } = (await on.boundingBox()) ?? { x: 0, y: 0, width: 0 };
  const at = { x: x + width / 2, y: y + 16 };
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  for (let step = 1; step <= 8; step += 1) {
    const touchPoints = [{ x: at.x, y: at.y + (px * step) / 8 }];
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints });
  }
}

/** After it has rested so long: a flick is judged by its speed. */
async function lift(devtools: CDPSession, restMs = 0): Promise<void> {
  const timestamp = Date.now() / 1000 + restMs / 1000;
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [], timestamp });
}
