import { globSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, BrowserContextOptions, Page } from 'playwright';

import { hostPage } from '../support/host-page.ts';
import { createHostSite } from '../support/host-site.ts';
import { createTestService } from '../support/service.ts';
import { publishFile } from '../support/surveys.ts';
import { offlineMint } from '../support/tokens.ts';
import { printSheet } from './sheet.ts';
import type { Picture } from './sheet.ts';

const examples = join(import.meta.dirname, '../../examples/surveys');

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

interface Look extends BrowserContextOptions {
  readonly attributes: string;
}

/** Every display once, and in the plainest of them every way to see it. */
const looks: Readonly<Record<string, Look>> = {
  inline: { viewport: PHONE, attributes: 'display="inline"' },
  wide: { viewport: { width: 720, height: 800 }, attributes: 'display="inline"' },
  sheet: { viewport: PHONE, attributes: 'display="sheet"' },
  popover: { viewport: DESKTOP, attributes: 'display="popover"' },
  dialog: { viewport: DESKTOP, attributes: 'display="dialog"' },
  page: { viewport: DESKTOP, attributes: 'display="page"' },
  banner: { viewport: DESKTOP, attributes: 'display="banner"' },
  dark: { viewport: PHONE, colorScheme: 'dark', attributes: 'display="inline"' },
  forced: { viewport: PHONE, forcedColors: 'active', attributes: 'display="inline"' },
  rtl: { viewport: PHONE, attributes: 'display="inline" lang="ar"' },
  quiet: { viewport: PHONE, attributes: 'display="inline" preset="quiet"' },
  bold: { viewport: PHONE, attributes: 'display="inline" preset="bold"' },
  native: { viewport: PHONE, attributes: 'display="inline" preset="native"' },
};

/**
 * A sheet for each look, with every question of the examples: as it comes, answered, and refused where it
 * refuses an empty answer.
 *
 * @param only the looks to draw; all, unless some are named
 */
export async function drawQuestions(
  browser: Browser,
  folder: string,
  blank: string,
  only: readonly string[],
): Promise<void> {
  const service = await createTestService(blank);
  const site = await createHostSite();
  try {
    await service.start();
    const mint = await offlineMint(service.client);
    const surveys: string[] = [];
    for (const file of globSync(['questions/*.json', 'everything.json'], {
      cwd: examples,
    }).toSorted()) {
      surveys.push(await publishFile(service.client, join(examples, file)));
    }
    for (const [name, { attributes, ...options }] of Object.entries(looks)) {
      if (only.length > 0 && !only.includes(name)) continue;
      const pictures: Picture[] = [];
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      for (const survey of surveys) {
        const kind = survey.replace(/^srv_(example_)?/, '');
        site.token(`/token/${survey}`, () => mint({ survey, origins: [site.origin] }));
        const path = `/${name}/${survey}`;
        const written = `survey="${survey}" token-url="/token/${survey}" ${attributes}`;
        const address = hostPage(site, path, { service: service.origin, attributes: written });
        const page = await context.newPage();
        await page.goto(address);
        pictures.push(...(await walk(page, kind)));
        await page.close();
      }
      await context.close();
      await printSheet(browser, folder, `questions-${name}`, pictures);
    }
  } finally {
    await site.close();
    await service.remove();
  }
}

/** Screen by screen. What is refused empty is filled with whatever comes first. */
async function walk(page: Page, kind: string): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const shell = page.locator('otklik-survey [part=survey]');
  const submit = page.locator('otklik-survey [part=next]');
  const shot = async (what: string): Promise<void> => {
    pictures.push({ name: `${kind} ${what}`, png: await shell.screenshot() });
  };
  await submit.waitFor();
  for (let screen = 1; screen <= 40 && (await submit.isVisible()); screen += 1) {
    await shot(`${screen}`);
    if (await goesOn(page)) continue;
    await shot(`${screen} refused`);
    await fill(page);
    await shot(`${screen} answered`);
    if (!(await goesOn(page))) return pictures;
  }
  return pictures;
}

/** Whether another screen is there, and not a fault on this one. */
async function goesOn(page: Page): Promise<boolean> {
  const titles = (): string =>
    [...(document.querySelector('otklik-survey')?.shadowRoot?.querySelectorAll('h2') ?? [])]
      .map(({ textContent }) => textContent)
      .join();
  const before = await page.evaluate(titles);
  await page.locator('otklik-survey [part=next]').click();
  const outcome = await page.waitForFunction((was) => {
    const root = document.querySelector('otklik-survey')?.shadowRoot;
    const now = [...(root?.querySelectorAll('h2') ?? [])].map(({ textContent }) => textContent);
    if (now.join() !== was) return 'on';
    return root?.querySelector('.faulty') ? 'faulty' : undefined;
  }, before);
  return (await outcome.jsonValue()) === 'on';
}

/** With the keyboard, which chooses and does not lead on. */
async function fill(page: Page): Promise<void> {
  const element = page.locator('otklik-survey');
  for (const group of await element.locator('fieldset, [role=radiogroup]').all()) {
    await group.locator('input[type=radio], input[type=checkbox]').nth(1).press('Space');
  }
  for (const field of await element.locator('[part=field]:not([type=range])').all()) {
    const type = await field.getAttribute('type');
    await field.fill(
      { email: 'anna@example.com', tel: '+7 900 123-45-67', url: 'https://example.com' }[
        type ?? ''
      ] ?? 'Everything arrived',
    );
  }
}
