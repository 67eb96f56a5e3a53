import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium, devices } from 'playwright';
import type { BrowserContextOptions, Page } from 'playwright';
import { createClient } from 'otklik/backend';

import { prepareProject } from '../demo/preparation.ts';
import { serveShop } from '../demo/shop/serve.ts';
import { drawQuestions } from './looks/questions.ts';
import { blankDataDir, createTestService } from './support/service.ts';

/**
 * Pictures for a person to look at, saved to test-results/looks: `node e2e/looks.ts`, after a build. First every
 * question of the examples on a sheet for each display, preset and way to see; then the shop, on phone and
 * desktop, light and dark, in Russian and English. `node e2e/looks.ts dark rtl` makes these sheets alone.
 */
const folder = join(import.meta.dirname, '../test-results/looks');
const executablePath = process.env['CHROME_BIN'] ?? '/usr/bin/chromium';
const screens = {
  phone: devices['Pixel 7'],
  desktop: { viewport: { width: 1280, height: 800 } },
} as const;

await mkdir(folder, { recursive: true });
const blank = await blankDataDir();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const only = process.argv.slice(2);
try {
  await drawQuestions(browser, folder, blank, only);
  for (const [screen, device] of only.length > 0 ? [] : Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const locale of ['ru', 'en']) {
        const look = { ...device, colorScheme, locale, reducedMotion: 'reduce' as const };
        await visit(look, `${screen}-${colorScheme}-${locale}`);
      }
    }
  }
} finally {
  await browser.close();
  await rm(blank, { recursive: true, force: true });
}

/** Each in a world of its own: nobody is asked the same thing twice. */
async function visit(look: BrowserContextOptions, name: string): Promise<void> {
  const service = await createTestService(blank);
  await service.start();
  const apiKey = await prepareProject(service.client);
  const client = createClient({ endpoint: service.origin, apiKey });
  const shop = await serveShop({ port: 0, service: service.origin, client });
  const context = await browser.newContext(look);
  try {
    await walk(await context.newPage(), shop.origin, name);
  } finally {
    await context.close();
    await shop.close();
    await service.remove();
  }
}

/** From the shelf through both surveys to the answers. */
async function walk(page: Page, shop: string, name: string): Promise<void> {
  let count = 0;
  const shot = async (what: string): Promise<void> => {
    count += 1;
    const number = String(count).padStart(2, '0');
    await page.screenshot({ path: join(folder, `${name}-${number}-${what}.png`) });
  };
  await page.goto(shop);
  await shot('shelf');
  await page.locator('.shelf a').first().click();
  await page.waitForURL('**/teas/*');
  await shot('tea');
  await page.locator('main .primary').click();
  await page.waitForURL('**/orders/*');
  await shot('on-the-way');
  await page.locator('main .primary').click();
  await survey(page, shot, 'delivery');
  await page.goto(`${shop}/guide`);
  await survey(page, shot, 'feature');
  await page.goto(`${shop}/phone`);
  await page.locator('iframe').waitFor();
  await shot('app');
  await page.goto(`${shop}/results`);
  await page.locator('tbody tr').first().waitFor();
  await shot('results');
}

/** Goes through a survey, whatever it asks, and keeps a picture of each screen. */
async function survey(
  page: Page,
  shot: (what: string) => Promise<void>,
  name: string,
): Promise<void> {
  const submit = page.locator('otklik-survey [part=next]');
  await submit.waitFor();
  let screen = 1;
  while (await submit.isVisible()) {
    await shot(`${name}-${screen}`);
    await fill(page);
    await shot(`${name}-${screen}-filled`);
    await leave(page, () => submit.click());
    screen += 1;
  }
  await shot(`${name}-thanks`);
}

/** With the keyboard, which chooses and does not lead on. */
async function fill(page: Page): Promise<void> {
  const element = page.locator('otklik-survey');
  for (const question of await element.locator('fieldset').all()) {
    const inputs = await question.locator('input[type=radio], input[type=checkbox]').all();
    await inputs.at(-2)?.press('Space');
  }
  for (const field of await element.getByRole('textbox').all()) {
    const isEmail = (await field.getAttribute('type')) === 'email';
    await field.fill(isEmail ? 'anna@example.com' : 'Всё отлично, спасибо! All good, thank you.');
  }
}

/** Resolves when another screen is there. */
async function leave(page: Page, act: () => Promise<void>): Promise<void> {
  const words = (): string =>
    document.querySelector('otklik-survey')?.shadowRoot?.querySelector('form')?.textContent ?? '';
  const before = await page.evaluate(words);
  await act();
  await page.waitForFunction(
    (text) =>
      document.querySelector('otklik-survey')?.shadowRoot?.querySelector('form')?.textContent !==
      text,
    before,
  );
}
