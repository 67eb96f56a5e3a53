/** One service for all kinds, with a survey of each, and pages that show them. */
import type { StoredResponse } from 'otklik/protocol';
import type { Page } from '@playwright/test';

import { hostPage } from '../support/host-page.ts';
import { createHostSite } from '../support/host-site.ts';
import { createTestService } from '../support/service.ts';
import { test as base } from '../support/test.ts';
import { offlineMint } from '../support/tokens.ts';
import { contentOf, kindSurveys, LANGUAGES, surveyOf } from './surveys/index.ts';
import type { KindSurvey } from './surveys/index.ts';

export interface Gallery {
  /** Shows the survey once, in English. */
  openOne(page: Page, kind: KindSurvey): Promise<void>;
  /** Shows it in every language, light and dark, each for a respondent of its own. */
  openAll(page: Page, kind: KindSurvey): Promise<void>;
  stored(kind: KindSurvey): Promise<readonly StoredResponse[]>;
  close(): Promise<void>;
}

/** What is drawn with every font of the machine would be another picture on another machine. */
const HEAD = `<meta name="color-scheme" content="light">
<style>
  body { margin: 0; background: #e8eaee; font-family: 'DejaVu Sans'; }
  h1 { position: absolute; clip-path: inset(50%); }
  main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 600px), 1fr)); gap: 10px; padding: 10px; align-items: start; }
  otklik-survey { --otklik-font: 'DejaVu Sans'; }
</style>`;

export const test = base.extend<object, { gallery: Gallery }>({
  gallery: [
    async ({ blank }, use) => {
      const gallery = await createGallery(blank);
      await use(gallery);
      await gallery.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** @param blank a data folder to begin with a copy of */
async function createGallery(blank?: string): Promise<Gallery> {
  const service = await createTestService(blank);
  await service.start();
  const { client } = service;
  const site = await createHostSite();
  await client.changeProject({ origins: [site.origin] });
  const mint = await offlineMint(client);
  let visitors = 0;

  const publish = async (kind: KindSurvey): Promise<string> => {
    const id = surveyOf(kind);
    await client.putSurvey({ id, draft: contentOf(kind) });
    await client.publishSurvey({ id });
    site.token(`/${kind.name}/token`, () => {
      visitors += 1;
      return mint({ survey: id, respondent: `visitor-${visitors}` });
    });
    return `token-url="/${kind.name}/token" display="inline"`;
  };
  const page = (path: string, attributes: string, body = ''): string =>
    hostPage(site, path, { service: service.origin, attributes, body, head: HEAD });
  return {
    async openOne(to, kind) {
      const attributes = `${await publish(kind)} lang="en"`;
      await to.goto(page(`/${kind.name}/one`, attributes));
    },
    async openAll(to, kind) {
      const common = await publish(kind);
      const all = LANGUAGES.flatMap((lang) =>
        ['light', 'dark'].map((theme) => `${common} lang="${lang}" theme="${theme}"`),
      );
      const others = all.slice(0, -1).map((one) => `<otklik-survey ${one}></otklik-survey>`);
      await to.goto(page(`/${kind.name}/all`, all.at(-1) ?? '', others.join('\n')));
    },
    async stored(kind) {
      const found: StoredResponse[] = [];
      const wanted = { survey: surveyOf(kind) };
      for await (const one of client.listResponses.all(wanted)) found.push(one);
      return found;
    },
    async close() {
      await site.close();
      await service.remove();
    },
  };
}

export { expect } from '@playwright/test';
export { kindSurveys };
