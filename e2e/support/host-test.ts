import type { Page } from '@playwright/test';

import { hostPage } from './host-page.ts';
import type { HostPage } from './host-page.ts';
import { test as base } from './shared-service.ts';
import { surveyOn } from './survey.ts';
import type { Survey } from './survey.ts';

export interface Host extends Partial<HostPage> {
  readonly path?: string;
  readonly display?: string;
}

interface Hosting {
  /** Opens a page with the short survey in it, that anybody may answer as often as they like. */
  readonly open: (host?: Host) => Promise<Survey>;
  /** Errors of the page, and every line in its console. */
  readonly complaints: readonly string[];
}

export const test = base.extend<Hosting>({
  open: async ({ page, service, site, mint }, use) => {
    site.token('/survey-token', () => mint({ survey: 'srv_short' }));
    await use(async ({ path = '/', display = 'popover', attributes = '', ...host } = {}) => {
      const written = `token-url="/survey-token" display="${display}" ${attributes}`;
      await page.goto(
        hostPage(site, path, { service: service.origin, ...host, attributes: written }),
      );
      return surveyOn(page);
    });
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await use(complaints);
  },
});

/** What the page's own scripts have noted in `window.noted`. */
export function notedBy(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window as unknown as { noted: string[] }).noted);
}

export { expect } from './shared-service.ts';
