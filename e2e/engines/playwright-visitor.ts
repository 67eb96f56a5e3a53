import { errors } from '@playwright/test';
import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';

import { factsOf } from './visitor.ts';
import type { Thing, Visitor } from './visitor.ts';

/** A person at a Chromium or a Firefox, with storage of their own. */
export async function visitWithPlaywright(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  return {
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    // The input of a choice lies beneath its face: the pointer goes to where it is all the same.
    tap: (thing) => locate(page, thing).click({ force: true, timeout: 5000 }),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    look: async (thing) => {
      const found = locate(page, thing);
      if (!(await found.isVisible())) return undefined;
      return found.evaluate(factsOf, undefined, { timeout: 2000 }).catch((error: unknown) => {
        // The page was drawn anew meanwhile: what was there a moment ago is not.
        if (error instanceof errors.TimeoutError) return undefined;
        throw error;
      });
    },
    ask: (expression) => page.evaluate(expression),
    picture: () => page.screenshot(),
    leave: () => context.close(),
  };
}

function locate(page: Page, { role, name }: Thing): Locator {
  return page.getByRole(role as Parameters<Page['getByRole']>[0], { name }).first();
}
