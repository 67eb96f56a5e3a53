import type { Page } from '@playwright/test';

import { expect, test } from './support/host-test.ts';
import { short } from './support/short-survey.ts';

/** Sheets of pages, each of which has broken some widget. */
const hostile = {
  'a reset of everything': '* { all: unset !important }',
  'sizes for everything': `
    html { font-size: 62.5% } * { box-sizing: content-box !important; font-size: 40px !important;
    letter-spacing: 9px !important; line-height: 4 !important; margin: 30px !important;
    padding: 30px !important; min-height: 300px !important; max-width: 50px !important }`,
  'motion for everything': `* { transition: all 2s !important; animation: spin 3s infinite !important;
    will-change: transform !important } @keyframes spin { to { rotate: 1turn } }`,
  'what children inherit': `body { visibility: hidden; pointer-events: none; direction: rtl;
    unicode-bidi: bidi-override; text-transform: uppercase; writing-mode: vertical-rl; cursor: none;
    user-select: none; color: #fff; text-align: right; white-space: pre; word-spacing: 2em; quotes: none;
    text-indent: 100px; font: italic 900 7px/1 cursive; text-shadow: 0 0 9px red; hyphens: auto }`,
  'rules by the name of the tag': `svg, button, input, label, fieldset, legend, div, p, dialog, [popover] {
    display: none !important }`,
  'a frame around everything': `* { opacity: .2 !important; filter: blur(9px) !important; transform: scale(.3);
    clip-path: circle(1px) !important; outline: 9px solid red !important; border: 9px solid red !important;
    float: left !important; position: relative !important; overflow: hidden !important }`,
} as const;

test('no sheet of a page changes how a survey over it looks', async ({ page, open }) => {
  await open({ display: 'popover' });
  const untouched = await looksOf(page);
  expect(untouched.length).toBeGreaterThan(20);
  const names = await privateNames(page);
  expect(names).toContain('--covered');
  const sheets = {
    ...hostile,
    // Custom properties are inherited past every border: those of the page may have our names.
    'custom properties of the same names': `* { ${names.map((name) => `${name}: 33px;`).join('')} }`,
  };
  for (const [name, css] of Object.entries(sheets)) {
    await test.step(name, async () => {
      await open({ display: 'popover', head: `<style>${css}</style>` });
      // Element by element, so that the report names what differs.
      const looks = await looksOf(page);
      for (const [index, look] of looks.entries())
        expect.soft(look, name).toEqual(untouched[index]);
      expect(looks).toHaveLength(untouched.length);
    });
  }
});

for (const display of ['sheet', 'banner', 'dialog'] as const) {
  test(`a ${display} stands where it does on a plain page`, async ({ page, open }) => {
    await open({ display });
    const untouched = await looksOf(page);
    const names = await privateNames(page);
    const css = Object.values(hostile).slice(1).join('\n');
    const properties = names.map((name) => `${name}: 33px;`).join('');
    await open({ display, head: `<style>${css} * { ${properties} }</style>` });
    const looks = await looksOf(page);
    for (const [index, look] of looks.entries()) expect.soft(look).toEqual(untouched[index]);
  });
}

test('a page that is zoomed by its own sheet can still be answered on', async ({ open }) => {
  for (const display of ['popover', 'sheet', 'dialog', 'banner']) {
    const survey = await open({ display, head: '<style>:root { zoom: 1.5 }</style>' });
    await expect(survey.element.getByRole('radio').last()).toBeInViewport({ ratio: 1 });
    await expect(survey.close).toBeInViewport({ ratio: 1 });
  }
});

test('a page may hide its survey by a sheet, and nothing of it is left', async ({ page, open }) => {
  const survey = await open({ head: '<style>otklik-survey { display: none }</style>' });
  await page.evaluate(() => document.querySelector('otklik-survey')?.ready);
  await expect(survey.question(short.first)).toBeHidden();
});

for (const [dir, lang, other] of [
  ['rtl', 'en', 'ltr'],
  ['ltr', 'ar', 'ltr'],
] as const) {
  test(`a survey is written in its own direction on a page that is ${dir} and ${lang}`, async ({
    page,
    open,
  }) => {
    // The survey is in English and Russian.
    const survey = await open({ dir, lang });
    await expect(survey.question(short.first)).toBeVisible();
    const shell = await page.evaluate(() => {
      const box = document.querySelector('otklik-survey')?.shadowRoot?.querySelector('.shell');
      return box
        ? {
            dir: getComputedStyle(box).direction,
            right: innerWidth - box.getBoundingClientRect().right,
          }
        : undefined;
    });
    expect(shell).toEqual({ dir: other, right: 20 });
  });
}

for (const display of ['popover', 'sheet', 'banner', 'dialog'] as const) {
  test(`what is printed is the page without the ${display} over it`, async ({ page, open }) => {
    await open({
      display,
      body: '<p>What is bought</p>',
      head: '<style>* { animation: none }</style>',
    });
    await looksOf(page);
    const seen = await page.evaluate(() => document.querySelector('otklik-survey')?.ready);
    expect(seen).toBe('asking');
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText(short.first)).toBeHidden();
    await expect(page.getByText('What is bought')).toBeVisible();
    await page.emulateMedia({ media: 'screen' });
    await expect(page.getByText(short.first)).toBeVisible();
  });
}

/** All that the browser has computed for each element of the survey, when it has come to rest. */
async function looksOf(page: Page): Promise<readonly Record<string, string>[]> {
  await expect(page.getByText(short.first).first()).toBeVisible();
  return page.evaluate(async () => {
    const root = document.querySelector('otklik-survey')?.shadowRoot;
    if (!root) return [];
    // The sheet for what follows the first paint comes after it; that of single kinds may be there before.
    const unseen = root.querySelector('.unseen') ?? document.body;
    while (getComputedStyle(unseen).position !== 'absolute')
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.all(
      root.getAnimations().map((animation) => animation.finished.catch(() => null)),
    );
    return [...root.querySelectorAll('*')].map((element) => {
      const style = getComputedStyle(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      const look: Record<string, string> = {
        element: `${element.localName}.${element.className}`,
        box: [x, y, width, height].join(),
      };
      for (const name of style)
        if (!name.startsWith('--')) look[name] = style.getPropertyValue(name);
      return look;
    });
  });
}

/** The custom properties that the survey's own sheets read. */
function privateNames(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const sheets = document.querySelector('otklik-survey')?.shadowRoot?.adoptedStyleSheets ?? [];
    const css = sheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('');
    const names = [...css.matchAll(/var\((--[a-z-]+)/g)].map(([, name = '']) => name);
    return [...new Set(names)].filter((name) => !name.startsWith('--otklik-'));
  });
}
