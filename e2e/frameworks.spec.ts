import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Locator, Page } from '@playwright/test';

import { renderedByReact, serveShopOf } from './support/framework-pages.ts';
import type { FilledIn, Framework } from './support/framework-pages.ts';
import type { HostSite } from './support/host-site.ts';
import { answerFirst, answerSecond, answerThird, short } from './support/short-survey.ts';
import { expect, test as base } from './support/shared-service.ts';
import { surveyOn } from './support/survey.ts';

interface Shop {
  readonly filledIn: FilledIn;
  readonly site: HostSite;
  /** What the browser's console and the frameworks complained about. */
  readonly complaints: readonly string[];
  /** Tokens that the shop's backend was asked for. */
  readonly minted: () => number;
}

/** What the page says when it has heard the event. */
const heard = /^Thank you for ([0-9a-f-]{36})$/;

/** The shop's backend knows who is logged in, and signs it. */
const test = base.extend<{ shopSite: Shop }>({
  shopSite: async ({ page, service, site, mint }, use) => {
    let minted = 0;
    const respondent = `person-${randomUUID()}`;
    site.token('/survey-token', () => {
      minted += 1;
      return mint({ survey: 'srv_short', respondent });
    });
    const filledIn = { service: service.origin, survey: 'srv_short' };
    await use({ filledIn, site, complaints: complaintsOf(page), minted: () => minted });
  },
});

for (const framework of ['html', 'react', 'vue', 'svelte', 'angular'] as const) {
  // One worker for all of them: a framework's page is built once.
  test.describe(`on a page made with ${framework}`, () => {
    test.describe.configure({ mode: 'default' });

    test('the survey knows the order, and the page hears that it is answered', async ({
      page,
      shopSite,
      stored,
    }) => {
      await open(page, framework, shopSite);
      const survey = surveyOn(page);

      await expect(survey.question(short.first)).toBeVisible();
      await survey.element.getByRole('radio', { name: /^9(\D|$)/ }).tap({ force: true });
      await expect(survey.question('What matters most for order 1042?')).toBeVisible();
      await byKeyboard(page, 'The speed');
      await answerThird(survey);

      const thanks = await page.getByText(heard).textContent();
      await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
      expect(await stored()).toMatchObject([
        {
          id: heard.exec(thanks ?? '')?.[1],
          answers: { recommend: { value: 9 }, matters: { value: 'speed' } },
          variables: { basket: { value: 18.9, source: 'page' } },
        },
      ]);
      expect(shopSite.complaints).toEqual([]);
    });

    test('what stands in a field stays there, wherever the page moves the survey', async ({
      page,
      shopSite,
      stored,
    }) => {
      await open(page, framework, shopSite);
      const survey = surveyOn(page);
      const field = survey.element.getByRole('textbox', { name: short.third });
      await answerFirst(survey);
      await answerSecond(survey);
      await typeUnnoticed(field, 'Not sent yet');

      for (const name of ['Survey last', 'Survey aside', 'Survey back', 'Survey first']) {
        await test.step(name, async () => {
          await byItself(page, name);
          await expect(field).toHaveValue('Not sent yet');
        });
      }
      await byItself(page, 'Hide the survey');
      await expect(field).toBeHidden();
      await byItself(page, 'Show the survey');
      await expect(field).toHaveValue('Not sent yet');
      await test.step('in another language', async () => {
        await page.getByRole('combobox', { name: 'Language' }).selectOption('ru');
        const translated = survey.element.getByRole('textbox', { name: 'Что-нибудь ещё?' });
        await expect(translated).toHaveValue('Not sent yet');
      });
      await survey.next();

      await expect(page.getByText(heard)).toBeVisible();
      await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
      expect(await stored()).toMatchObject([{ answers: { more: { value: 'Not sent yet' } } }]);
      expect(shopSite.complaints).toEqual([]);
    });

    test('another route leaves nothing of it behind, and back it goes on', async ({
      page,
      shopSite,
      stored,
    }) => {
      await open(page, framework, shopSite, '/help');
      const untouched = await nodesOf(page);
      await page.getByRole('link', { name: 'Order' }).click();
      const survey = surveyOn(page);
      await answerFirst(survey, 7);

      await page.getByRole('link', { name: 'Help' }).click();
      await expect(page.getByRole('heading', { name: 'Help' })).toBeVisible();
      expect(await nodesOf(page)).toEqual(untouched);
      const listening = await listenersOf(page);

      await page.goBack();
      await expect(survey.question(short.second)).toBeVisible();
      await survey.back.click();
      await expect(survey.element.getByRole('radio', { name: /^7(\D|$)/ })).toBeChecked();
      await survey.next();
      await answerSecond(survey);
      await answerThird(survey);
      await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
      expect(await stored()).toHaveLength(1);

      await page.getByRole('link', { name: 'Help' }).click();
      await expect(page.getByRole('heading', { name: 'Help' })).toBeVisible();
      expect(await nodesOf(page)).toEqual(untouched);
      expect(await listenersOf(page), 'the deliverer stays, once').toEqual(listening);
      expect(shopSite.complaints).toEqual([]);
    });
  });
}

test.describe('React', () => {
  test.describe.configure({ mode: 'default' });

  test('an element made in an effect, which strict mode runs twice, opens one session', async ({
    page,
    shopSite,
    stored,
  }) => {
    await page.addInitScript(() => {
      const elements: Element[] = [];
      const create = document.createElement.bind(document);
      document.createElement = (name: string) => {
        const element = create(name);
        if (name === 'otklik-survey') elements.push(element);
        return element;
      };
      Object.assign(window, { made: elements });
    });
    await open(page, 'react', shopSite, '/by-hand');
    const survey = surveyOn(page);
    await answerFirst(survey);
    await answerSecond(survey);
    await answerThird(survey);

    expect(await page.evaluate('made.length'), 'strict mode is on').toBe(2);
    expect(shopSite.minted()).toBe(1);
    await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
    expect(await stored()).toHaveLength(1);
    expect(shopSite.complaints).toEqual([]);
  });

  for (const path of ['/', '/by-attributes'] as const) {
    test(`a page rendered on a server is taken over without a word, and asks (${path})`, async ({
      page,
      shopSite,
      stored,
    }) => {
      const { filledIn, site } = shopSite;
      const html = await renderedByReact(path, filledIn);
      expect(html).toContain('<h1>');
      await serveShopOf('react', site, filledIn, html);
      await page.goto(site.origin + path);
      const survey = surveyOn(page);

      await answerFirst(survey);
      await answerSecond(survey);
      await answerThird(survey);
      await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
      expect(shopSite.complaints).toEqual([]);
      if (path === '/') await expect(page.getByText(heard)).toBeVisible();
    });
  }
});

test('the package is imported where there is no page', async () => {
  const code = `
    await import('otklik/define');
    const { OtklikSurvey, OtklikShownEvent } = await import('otklik');
    for (const name of ['react', 'vue', 'svelte']) await import('otklik/' + name);
    console.log(typeof OtklikSurvey, typeof OtklikShownEvent, typeof document);
  `;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', code],
    { cwd: import.meta.dirname },
  );
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('function function undefined');
});

test('what the documentation shows is what is tested here', async () => {
  const documentation = await read('../docs/embedding.md');
  const examples = [...documentation.matchAll(/^<!-- (e2e\/\S+) -->\s+^```\w+\n(.*?)^```/gms)];
  expect(examples).toHaveLength(5);
  for (const [, file = '', example = ''] of examples) {
    expect.soft(flat(await read(`../${file}`)), file).toContain(flat(example));
  }
});

async function open(
  page: Page,
  framework: Framework,
  { site, filledIn }: Shop,
  path = '/',
): Promise<void> {
  await serveShopOf(framework, site, filledIn);
  await page.goto(site.origin + path);
}

/** The page acts of its own accord: nobody leaves the field first, as a finger on a button would. */
async function byItself(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).dispatchEvent('click');
}

/** Chromium tells a field with keystrokes in it that it changed when it is taken away; others do not. */
async function typeUnnoticed(field: Locator, text: string): Promise<void> {
  await field.evaluate((element: HTMLTextAreaElement, value) => {
    element.value = value;
    element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }, text);
}

async function byKeyboard(page: Page, choice: string): Promise<void> {
  const focused = surveyOn(page).element.locator(':focus');
  await expect(focused).toContainText(/What matters most/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(focused).toHaveAccessibleName(choice, { timeout: 200 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press('Enter');
}

function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** Where a widget can leave something outside of its place. */
function nodesOf(page: Page): Promise<unknown> {
  return page.evaluate(() => ({
    inBody: document.body.childElementCount,
    // A bundler's import() leaves its preloads, and may.
    inHead: document.head.querySelectorAll(':not([rel=modulepreload])').length,
    sheets: document.adoptedStyleSheets.length,
    surveys: document.querySelectorAll('otklik-survey').length,
    attributes: document.documentElement.attributes.length + document.body.attributes.length,
  }));
}

/** By kind, as the browser's own tools count them, without those of the test itself. */
async function listenersOf(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const found = await Promise.all(
      ['window', 'document', 'document.documentElement', 'document.body'].map(async (target) => {
        const { result } = await session.send('Runtime.evaluate', { expression: target });
        const { objectId } = result;
        if (objectId === undefined) throw new Error(`There is no ${target}.`);
        const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId });
        return listeners.map(({ type }) => `${target} ${type}`);
      }),
    );
    return found
      .flat()
      .filter((name) => !name.includes('__playwright'))
      .sort();
  } finally {
    await session.detach();
  }
}

function read(path: string): Promise<string> {
  return readFile(join(import.meta.dirname, path), 'utf8');
}

/** However it is indented. */
function flat(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim();
}
