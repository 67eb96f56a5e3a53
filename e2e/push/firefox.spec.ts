import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { BrowserContext } from '@playwright/test';

import { cutLine } from '../support/fault-proxy.ts';
import { killBrowser } from '../support/kill-browser.ts';
import { answerAll } from '../support/short-survey.ts';
import { surveyOn } from '../support/survey.ts';
import { publishFile, shortSurvey } from '../support/surveys.ts';
import { offlineMint } from '../support/tokens.ts';
import type { Desktop } from './support/desktop.ts';
import { createOwnDomain } from './support/own-domain.ts';
import type { OwnDomain } from './support/own-domain.ts';
import { servePushPage } from './support/push-page.ts';
import { startPushService } from './support/push-service.ts';
import type { PushService } from './support/push-service.ts';
import { startSendingService } from './support/sending-service.ts';
import { expect, test as base } from './support/test.ts';

/** A person's, with a profile that lasts. */
interface Firefox {
  start(): Promise<BrowserContext>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

interface Situation {
  readonly pushService: PushService;
  /** With a service that sends by this push service. */
  readonly shop: OwnDomain;
  readonly firefox: Firefox;
}

const test = base.extend<Situation>({
  pushService: async ({}, use) => {
    const service = await startPushService();
    await use(service);
    await service.close();
  },
  shop: async ({ pushService }, use) => {
    const shop = await createOwnDomain((port, publicUrl) =>
      startSendingService(port, publicUrl, pushService),
    );
    await publishFile(shop.client, shortSurvey);
    const subject = 'mailto:push@shop.example';
    await shop.client.putPushChannel({ channel: 'web-push', subject });
    await use(shop);
    await shop.close();
  },
  firefox: async ({ playwright, desktop, pushService }, use, testInfo) => {
    const executablePath = process.env['FIREFOX_BIN'];
    if (executablePath === undefined) {
      if (process.env['CI'] === 'true') throw new Error('FIREFOX_BIN is not set.');
      testInfo.skip(true, 'Firefox is not on this machine: set FIREFOX_BIN.');
      return;
    }
    const profile = await mkdtemp(join(tmpdir(), 'otklik-firefox-'));
    let context: BrowserContext | undefined;
    await use({
      async start() {
        context = await playwright.firefox.launchPersistentContext(profile, {
          executablePath,
          channel: 'moz-firefox',
          locale: 'en-US',
          env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: desktop.bus },
          firefoxUserPrefs: {
            'dom.push.connection.enabled': true,
            'dom.push.serverURL': pushService.url,
            'dom.push.testing.allowInsecureServerURL': true,
            // Granted: nobody is there to press the browser's own button.
            'permissions.default.desktop-notification': 1,
          },
        });
        return context;
      },
      kill: async () => context && killBrowser(context, profile),
    });
    await context?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  },
});

/** A service, a bundler and a browser are started for it. */
test.setTimeout(120_000);

test('the service sends an encrypted push, whose tap opens the question; answered on the site, the next is taken back', async ({
  desktop,
  firefox,
  pushService,
  shop,
}) => {
  const respondent = 'anna.petrova';
  const { draft } = await shop.client.getSurvey({ id: 'srv_short' });
  // To a survey each: nobody is asked again what they have answered.
  const invite = async (survey: string) => {
    await shop.client.putSurvey({ id: survey, draft });
    await shop.client.publishSurvey({ id: survey });
    return shop.client.createInvitation({ survey, respondent, channels: ['web-push'] });
  };
  const statusOf = async (id: string) => (await shop.client.getInvitation({ id })).status;
  const context = await firefox.start();
  const page = await context.newPage();
  await page.goto(await servePushPage(shop, await offlineMint(shop.client), respondent));
  await page.getByRole('button', { name: 'Ask me' }).click();
  await expect(page.getByRole('status')).toHaveText('enabled');

  const first = await invite('srv_first');
  const notice = await anyNotice(desktop);
  expect(notice.title + notice.body).not.toContain(respondent);
  const opening = context.waitForEvent('page');
  desktop.click(notice);
  const tapped = await opening;
  await expect(tapped).toHaveURL(first.link);
  await answerAll(surveyOn(tapped));
  await expect.poll(() => statusOf(first.id)).toBe('completed');

  const second = await invite('srv_second');
  await anyNotice(desktop);
  await expect.poll(() => statusOf(second.id)).toBe('delivered');
  await page.goto(second.link);
  await answerAll(surveyOn(page));
  await expect.poll(() => statusOf(second.id)).toBe('completed');
  await expect.poll(() => desktop.notices()).toEqual([]);

  const stored = await shop.client.listResponses({ respondent });
  expect(stored.items.map(({ status }) => status)).toEqual(['completed', 'completed']);
  expect(pushService.accepted.length).toBeGreaterThanOrEqual(3);
  for (const { headers, body } of pushService.accepted) {
    expect(headers['topic']).toMatch(/^[\w-]{1,32}$/);
    expect(body.includes('srv_') || body.includes('otklik'), 'all of it is encrypted').toBe(false);
  }

  await page.goto(`${shop.origin}/account`);
  await page.getByRole('button', { name: 'Stop that' }).click();
  await expect(page.getByRole('status')).toHaveText('off');
  const third = await invite('srv_third');
  await expect
    .poll(async () => (await shop.client.getInvitation({ id: third.id })).reason)
    .toBe('no_address');
});

test('an event is enough: a push, its page, an answer, and seconds later the next push', async ({
  desktop,
  firefox,
  shop,
}) => {
  const respondent = 'anna.petrova';
  const { client } = shop;
  const { draft } = await client.getSurvey({ id: 'srv_short' });
  for (const id of ['srv_first', 'srv_second']) {
    await client.putSurvey({ id, draft });
    await client.publishSurvey({ id });
  }
  const ask = { type: 'invite' as const, channels: ['push' as const], expiresAfter: 'PT10M' };
  await client.putScenario({
    id: 'scn_orders',
    draft: {
      title: 'After a delivery',
      on: { event: 'order.delivered' },
      timezone: 'UTC',
      steps: [
        { ...ask, id: 'delivery', survey: 'srv_first' },
        { id: 'use', type: 'wait', for: 'PT2S' },
        { ...ask, id: 'product', survey: 'srv_second' },
      ],
    },
  });
  await client.publishScenario({ id: 'scn_orders' });
  const context = await firefox.start();
  const page = await context.newPage();
  await page.goto(await servePushPage(shop, await offlineMint(client), respondent));
  await page.getByRole('button', { name: 'Ask me' }).click();
  await expect(page.getByRole('status')).toHaveText('enabled');

  await client.sendEvents({ id: 'delivered-A-1041', name: 'order.delivered', respondent });
  for (let asked = 0; asked < 2; asked += 1) {
    const notice = await anyNotice(desktop);
    const opening = context.waitForEvent('page');
    desktop.click(notice);
    await answerAll(surveyOn(await opening));
  }
  const journey = async () => {
    const { items } = await client.listJourneys({ id: 'scn_orders', respondent });
    return items.map(({ status, asked }) => [
      status,
      ...Object.values(asked).map((one) => `${one.survey} ${one.status}`),
    ]);
  };
  await expect.poll(journey).toEqual([['ended', 'srv_first completed', 'srv_second completed']]);
  const { items: responses } = await client.listResponses({ respondent });
  expect(responses.map(({ survey, status }) => `${survey} ${status}`)).toEqual([
    'srv_first completed',
    'srv_second completed',
  ]);
});

test('a push that was sent while the browser was killed is there at its start; answered offline, killed again, it is one row', async ({
  desktop,
  firefox,
  pushService,
  shop,
}) => {
  const respondent = 'anna.petrova';
  let context = await firefox.start();
  let page = await context.newPage();
  await page.goto(await servePushPage(shop, await offlineMint(shop.client), respondent));
  await page.getByRole('button', { name: 'Ask me' }).click();
  await expect(page.getByRole('status')).toHaveText('enabled');
  await firefox.kill();

  const { id, link } = await shop.client.createInvitation({
    survey: 'srv_short',
    respondent,
    channels: ['web-push'],
  });
  const statusOf = async () => (await shop.client.getInvitation({ id })).status;
  await expect.poll(() => pushService.accepted.length).toBe(1);
  context = await firefox.start();
  const notice = await anyNotice(desktop);
  await expect.poll(statusOf).toBe('delivered');
  page = await context.newPage();
  await page.goto(`${shop.origin}/shop`);
  const kept = (): Promise<number> =>
    page.evaluate(async () => (await (await caches.open('otklik-pages')).keys()).length);
  await expect.poll(kept).toBe(1);

  shop.line.fault('/', cutLine);
  const opening = context.waitForEvent('page');
  desktop.click(notice);
  const tapped = await opening;
  await answerAll(surveyOn(tapped));
  await firefox.kill();
  expect((await shop.client.listResponses({ respondent })).items).toEqual([]);

  shop.line.heal();
  context = await firefox.start();
  page = await context.newPage();
  await page.goto(link);
  await expect.poll(statusOf).toBe('completed');
  const { items } = await shop.client.listResponses({ respondent });
  expect(items).toMatchObject([{ status: 'completed', answers: { recommend: { value: 9 } } }]);
  expect(desktop.notices()).toEqual([]);
});

/** Whatever the service says by itself. */
async function anyNotice(desktop: Desktop) {
  await expect.poll(() => desktop.notices().length).toBe(1);
  return desktop.notices()[0]!;
}
