import type { Page } from '@playwright/test';
import type { OnPageRule } from 'otklik/protocol';

import { leftOnDevice } from './support/on-device.ts';
import { expect, test } from './support/shared-service.ts';
import { answerFirst, short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

interface Written {
  /** Attributes of the script tag. */
  readonly loader?: string;
  readonly body?: string;
  /** A script of the page's own. */
  readonly script?: string;
}

declare global {
  interface Window {
    otklik: {
      track(event: string, properties?: object): void;
      consent(level: string): void;
      reset(): void;
      explain(): Promise<readonly { readonly rule: string; readonly why: string }[]>;
    };
  }
}

const survey = 'srv_short';
const tall = '<div style="height: 3000px"></div><p id="reviews">What others say</p>';

/** Every page of the site, with the loader as the documentation has it, and a strict policy. */
const pages = test.extend<{
  readonly write: (path: string, written?: Written) => Promise<void>;
  readonly rule: (...rules: readonly Partial<OnPageRule>[]) => Promise<void>;
  readonly complaints: readonly string[];
}>({
  rule: async ({ service }, use) => {
    await use(async (...rules) => {
      const all = rules.map((one, place) => ({ id: `rule${place}`, survey, pauseDays: 0, ...one }));
      await service.client.putOnPageRules({ rules: all as OnPageRule[] });
    });
    await service.client.putOnPageRules({ rules: [] });
  },
  write: async ({ service, site, mint }, use) => {
    site.token('/survey-token', () => mint({ survey }));
    await use(async (path, { loader = '', body = '', script = '' } = {}) => {
      site.script(`${path}page.js`, script);
      site.page(
        path,
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>
<link rel="icon" href="data:,">
<script src="${path}page.js"></script>
<script async src="${service.origin}/otklik-loader.js" data-token-url="/survey-token" ${loader}></script>
</head><body><h1>A shop</h1><a href="/second/">Second page</a>${body}</body></html>`,
        {
          'content-security-policy': `default-src 'none'; script-src 'self' ${service.origin}; connect-src 'self' ${service.origin}; style-src 'unsafe-inline'; img-src data:`,
        },
      );
    });
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** The rules have arrived, and what waits for them waits. */
async function arrived(page: Page): Promise<void> {
  await page.waitForFunction(() => typeof window.otklik?.explain === 'function');
  await page.evaluate(() => window.otklik.explain());
}

const asksOn = (page: Page) => expect(surveyOn(page).question(short.first)).toBeVisible();

pages(
  'nothing of the widget is fetched, and nothing kept, before a rule asks',
  async ({ page, service, site, rule, write }) => {
    await rule({ when: { all: [{ on: 'event', event: 'cart.left' }] } });
    await write('/', { script: `(window.otklik ||= { q: [] }).q.push(['track', 'shop.seen']);` });
    await page.goto(site.origin);
    await arrived(page);
    const { scripts, bytes } = await page.evaluate((origin) => {
      const loaded = performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => entry.name.startsWith(origin));
      return {
        scripts: loaded.map(({ name }) => name.slice(origin.length).replace(/-\w{8}\.js/, '.js')),
        bytes: loaded[0]?.encodedBodySize ?? 0,
      };
    }, service.origin);
    // The chunks are those that explain it: this test has asked for them.
    expect(scripts.filter((name) => !name.startsWith('/chunks/'))).toEqual([
      '/otklik-loader.js',
      '/v1/on-page/prj_default',
    ]);
    expect(bytes).toBeLessThanOrEqual(3000);
    expect(site.requests).not.toContain('/survey-token');
    expect(await leftOnDevice(page)).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);

    await page.evaluate(() => window.otklik.track('cart.left'));
    await asksOn(page);
    await answerFirst(surveyOn(page));
  },
);

const triggers: readonly (readonly [
  name: string,
  trigger: OnPageRule['when'],
  act: (page: Page) => Promise<unknown>,
])[] = [
  ['time passes', { all: [{ on: 'time', seconds: 0.1 }] }, async () => undefined],
  ['somebody stays', { all: [{ on: 'dwell', seconds: 0.3 }] }, async () => undefined],
  ['nobody stirs', { all: [{ on: 'idle', seconds: 0.3 }] }, async () => undefined],
  ['half of the page was seen', { all: [{ on: 'scroll', percent: 50 }] }, scrollDown],
  ['something comes into sight', { all: [{ on: 'seen', element: '#reviews' }] }, scrollDown],
  [
    'something is clicked',
    { all: [{ on: 'click', element: 'h1' }] },
    (page) => page.getByRole('heading', { name: 'A shop' }).click(),
  ],
  [
    'the mouse leaves at the top',
    { all: [{ on: 'exit' }] },
    async (page) => {
      await page.mouse.move(100, 100);
      await page.mouse.move(100, -5);
    },
  ],
  [
    'one of two things happens',
    { any: [{ on: 'exit' }, { on: 'event', event: 'help.opened' }] },
    (page) => page.evaluate(() => window.otklik.track('help.opened')),
  ],
];

async function scrollDown(page: Page): Promise<void> {
  await page.mouse.move(100, 100);
  await page.mouse.wheel(0, 4000);
}

for (const [name, when, act] of triggers) {
  pages(`it asks when ${name}`, async ({ page, site, rule, write }) => {
    await rule({ when });
    await write('/', { body: tall });
    await page.goto(site.origin);
    await arrived(page);
    await act(page);
    await asksOn(page);
  });
}

pages(
  'on a site of many pages, what waits goes on where the person goes',
  async ({ page, site, rule, write }) => {
    await rule({
      when: { all: [{ on: 'event', event: 'order.placed' }] },
      pages: ['/second/'],
      delaySeconds: 0.2,
    });
    const loader = 'data-consent="session"';
    await write('/', { loader });
    await write('/second/', { loader });
    await page.goto(site.origin);
    await arrived(page);
    await page.evaluate(() => window.otklik.track('order.placed', { orderNumber: 'A-7' }));
    await page.getByRole('link', { name: 'Second page' }).click();
    await answerFirst(surveyOn(page));
    await expect(page.getByText('What matters most for order A-7?')).toBeVisible();
  },
);

for (const browser of ['that tells of navigation', 'that does not']) {
  pages(
    `on a site of one page, in a browser ${browser}, an address is another page`,
    async ({ page, site, rule, write }) => {
      await rule(
        { when: { all: [{ on: 'time', seconds: 0 }] }, pages: ['/app/orders/*'] },
        { when: { all: [{ on: 'time', seconds: 0 }] }, pages: ['/app/'], exceptPages: ['*'] },
      );
      if (browser === 'that does not') {
        await page.addInitScript(() => Reflect.deleteProperty(window, 'navigation'));
      }
      await write('/app/', {
        script: `addEventListener('click', () => history.pushState({ mine: 1 }, '', '/app/orders/7'));`,
      });
      await page.goto(`${site.origin}/app/`);
      await arrived(page);
      await expect(page.locator('otklik-survey')).toHaveCount(0);
      await page.getByRole('heading', { name: 'A shop' }).click();
      await asksOn(page);
      expect(await page.evaluate(() => history.state as unknown)).toEqual({ mine: 1 });
      const [asked, other] = await page.evaluate(() => window.otklik.explain());
      expect(asked?.why).toBe('The survey was shown in this visit.');
      expect(other?.why).toContain('this is none of those');
    },
  );
}

pages(
  'a page that loads it twice, and calls it wrongly, does not notice',
  async ({ page, site, service, rule, write }) => {
    await rule({ when: { all: [{ on: 'event', event: 'a' }] } });
    const again = `<script async src="${service.origin}/otklik-loader.js?again" data-token-url="/survey-token"></script>`;
    await write('/', { body: again });
    await page.goto(site.origin);
    const globals = () =>
      page.evaluate(() => Object.keys(window).filter((key) => /otklik/i.test(key)));
    await arrived(page);
    await page.evaluate(() => {
      const { otklik } = window as unknown as {
        otklik: Record<string, (...given: unknown[]) => void>;
      };
      otklik['track']!();
      otklik['track']!(null, Object.create(null));
      otklik['consent']!({});
      (otklik['q'] as unknown as unknown[]).push(
        'track',
        undefined,
        ['nonsense'],
        ['track', 'a', 7],
      );
    });
    await asksOn(page);
    await expect(page.locator('otklik-survey')).toHaveCount(1);
    expect(await globals()).toEqual(['otklik']);
  },
);

pages(
  'what a page tells sets out a scenario for its person, and without consent nothing leaves the page',
  async ({ page, site, service, mint, write }) => {
    const { client } = service;
    const respondent = `visitor-${crypto.randomUUID()}`;
    await client.putEventType({ name: 'plan.chosen', properties: {}, fromPages: true });
    await client.putScenario({
      id: 'scn_chosen',
      draft: {
        title: 'A plan was chosen',
        on: { event: 'plan.chosen' },
        timezone: 'UTC',
        steps: [{ id: 'ask', type: 'invite', survey, channels: ['link'] }],
      },
    });
    await client.publishScenario({ id: 'scn_chosen' });
    const told = async () =>
      (await client.listEvents({ respondent })).items.map(({ name, properties }) => [
        name,
        properties,
      ]);

    const sayEarly = (plan: string): string =>
      `(window.otklik ||= { q: [] }).q.push(['track', 'plan.chosen', { plan: '${plan}' }], ['track', 'plan.seen']);`;
    await write('/', { script: sayEarly('small') });
    await write('/second/', { script: sayEarly('large'), loader: 'data-consent="session"' });
    site.token('/survey-token', () => mint({ respondent }));
    await page.goto(site.origin);
    await arrived(page);
    await page.evaluate(() => window.otklik.consent('session'));
    await page.getByRole('link', { name: 'Second page' }).click();

    await expect.poll(told).toEqual([['plan.chosen', { plan: 'large' }]]);
    expect(site.requests.filter((path) => path === '/survey-token')).toHaveLength(1);
    const invited = async () =>
      (await client.listInvitations({ survey })).items.map((one) => one.respondent);
    await expect.poll(invited).toContain(respondent);
    await client.endScenario({ id: 'scn_chosen' });
    await client.deleteEventType({ name: 'plan.chosen' });
  },
);

/** The browser itself says so where a request of its page has failed. */
const offline = pages.extend({
  complaints: async ({ page: _page }, use) => await use([]),
});

offline(
  'what a page tells without a network is sent once it is back',
  async ({ page, context, site, service, mint, write }) => {
    const { client } = service;
    const respondent = `visitor-${crypto.randomUUID()}`;
    await client.putEventType({ name: 'plan.left', properties: {}, fromPages: true });
    await write('/', { loader: 'data-consent="full"' });
    site.token('/survey-token', () => mint({ respondent }));
    await page.goto(site.origin);
    await arrived(page);
    await context.setOffline(true);
    await page.evaluate(() => window.otklik.track('plan.left'));
    await page.evaluate(() => window.otklik.track('plan.left'));
    await context.setOffline(false);
    const told = async () => (await client.listEvents({ respondent })).items.length;
    // What sends could not be fetched either: the page tries again in ten seconds.
    await expect.poll(told, { timeout: 20_000 }).toBe(2);
    await client.deleteEventType({ name: 'plan.left' });
  },
);
