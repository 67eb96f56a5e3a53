import type { Browser } from '@playwright/test';

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

interface Situation {
  readonly pushService: PushService;
  /** With a service that sends by this push service. */
  readonly shop: OwnDomain;
  readonly firefoxOnDesktop: Browser;
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
  firefoxOnDesktop: async ({ playwright, desktop, pushService }, use, testInfo) => {
    const executablePath = process.env['FIREFOX_BIN'];
    if (executablePath === undefined) {
      if (process.env['CI'] === 'true') throw new Error('FIREFOX_BIN is not set.');
      testInfo.skip(true, 'Firefox is not on this machine: set FIREFOX_BIN.');
      return;
    }
    const browser = await playwright.firefox.launch({
      executablePath,
      channel: 'moz-firefox',
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: desktop.bus },
      firefoxUserPrefs: {
        'dom.push.connection.enabled': true,
        'dom.push.serverURL': pushService.url,
        'dom.push.testing.allowInsecureServerURL': true,
        // Granted: nobody is there to press the browser's own button.
        'permissions.default.desktop-notification': 1,
      },
    });
    await use(browser);
    await browser.close();
  },
});

/** A service, a bundler and a browser are started for it. */
test.setTimeout(120_000);

test('the service sends an encrypted push, whose tap opens the question; answered on the site, the next is taken back', async ({
  desktop,
  firefoxOnDesktop,
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
  const context = await firefoxOnDesktop.newContext({ locale: 'en-US' });
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

/** Whatever the service says by itself. */
async function anyNotice(desktop: Desktop) {
  await expect.poll(() => desktop.notices().length).toBe(1);
  return desktop.notices()[0]!;
}
