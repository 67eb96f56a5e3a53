import type { Page } from '@playwright/test';

import { expect, notedBy, test } from './support/host-test.ts';
import { answerFirst, answerSecond, short } from './support/short-survey.ts';

const nonModal = ['popover', 'sheet', 'banner', 'inline'] as const;

/** Shows the survey at the third letter, as a page does that asks while people are busy. */
const showAtThirdLetter = `
  const search = document.querySelector('input');
  search.addEventListener('input', () => {
    if (search.value.length === 3) document.querySelector('otklik-survey').hidden = false;
  });
`;

/** Global shortcuts as pages have them: for every way in which a key can be heard. */
const shortcuts = `
  window.noted = [];
  for (const type of ['keydown', 'keypress', 'keyup', 'input', 'change'])
    document.addEventListener(type, (event) => noted.push(type + ' ' + (event.key ?? '')));
`;

for (const display of nonModal) {
  test(`who types while a ${display} appears loses no letter`, async ({ page, open }) => {
    const survey = await open({
      display,
      attributes: 'hidden',
      body: '<label>Search <input></label>',
      script: showAtThirdLetter,
    });
    const search = page.getByLabel('Search');
    await search.focus();
    let typed = '';
    const letter = async (): Promise<void> => {
      const next = String.fromCodePoint(97 + (typed.length % 26));
      typed += next;
      await page.keyboard.press(next);
    };
    await expect(async () => {
      await letter();
      expect(await survey.question(short.first).isVisible()).toBe(true);
    }).toPass({ intervals: [0] });
    for (let more = 0; more < 5; more += 1) await letter();

    await expect(search).toHaveValue(typed);
    await expect(search).toBeFocused();
    await expect(survey.element.getByRole('radio', { checked: true })).toHaveCount(0);
  });
}

for (const display of [...nonModal, 'dialog']) {
  test(`a page’s shortcuts do not hear what is typed in a ${display}`, async ({ page, open }) => {
    const survey = await open({ display, script: shortcuts });
    await answerFirst(survey);
    await answerSecond(survey);
    const field = survey.element.getByRole('textbox', { name: short.third });
    await field.click();
    // What is typed with the pointer before is a click.
    await page.evaluate(() => ((window as unknown as { noted: string[] }).noted.length = 0));
    await page.keyboard.type('/?gs');
    await page.keyboard.press('Control+K');

    await expect(field).toHaveValue('/?gs');
    expect(await notedBy(page)).toEqual([]);
  });
}

test('keys that are pressed in the page are the page’s, and the survey stays', async ({
  page,
  open,
}) => {
  const survey = await open({ body: '<button>A button of the page</button>', script: shortcuts });
  await expect(survey.question(short.first)).toBeVisible();
  await page.getByRole('button', { name: 'A button of the page' }).focus();
  for (const key of ['Escape', '5', 'Enter', 'ArrowRight', ' ']) await page.keyboard.press(key);

  expect((await notedBy(page)).filter((line) => line.startsWith('keydown'))).toHaveLength(5);
  await expect(survey.question(short.first)).toBeVisible();
  await expect(survey.element.getByRole('radio', { checked: true })).toHaveCount(0);
});

test('Escape closes the survey that has the focus, and not what the page has open', async ({
  page,
  open,
}) => {
  const survey = await open({ script: shortcuts });
  await focusFirst(page);
  await page.keyboard.press('Escape');

  await expect(survey.question(short.first)).toBeHidden();
  // By the time the key is let go there is no survey that could keep it.
  expect(await notedBy(page)).toEqual(['keyup Escape']);
});

test('a survey is one of the stops of the Tab key, and no trap', async ({ page, open }) => {
  const survey = await open({
    body: '<button>Before</button>',
    script: `document.body.insertAdjacentHTML('beforeend', '<button>After</button>');`,
  });
  await expect(survey.question(short.first)).toBeVisible();
  await page.getByRole('button', { name: 'Before' }).focus();
  await page.keyboard.press('Tab');
  await expect(survey.element.locator(':focus')).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'After' })).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });
});

async function focusFirst(page: Page): Promise<void> {
  const radio = page.locator('otklik-survey').getByRole('radio').first();
  await radio.focus();
  await expect(radio).toBeFocused();
}
