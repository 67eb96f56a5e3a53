/** Who comes by the link of an invitation: to the customer's own page, or to the service's. */
import type { BrowserContext, Page } from '@playwright/test';

import { hostPage } from './support/host-page.ts';
import { leftOnDevice } from './support/on-device.ts';
import { expect, test as base } from './support/shared-service.ts';
import { answerInvited, short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';
import { publishFile, shortSurvey } from './support/surveys.ts';

interface Invited {
  /** An invitation of its own to the short survey: its id and its link. */
  readonly invite: (
    wish?: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly id: string; readonly link: string }>;
}

const test = base.extend<Invited>({
  invite: async ({ service: { client } }, use, { testId }) => {
    const survey = await publishFile(client, shortSurvey);
    await use((wish) =>
      client.createInvitation({
        survey,
        respondent: `anna of ${testId}`,
        variables: { orderNumber: 'A-1041' },
        ...wish,
      }),
    );
  },
});

/** Until `on` is called nothing reaches the service's API from any page. */
async function cutOff(context: BrowserContext): Promise<{ readonly on: () => Promise<void> }> {
  await context.route('**/v1/**', (route) => route.abort('internetdisconnected'));
  return { on: () => context.unroute('**/v1/**') };
}

/** Everything that the device holds of ours, as text. */
const held = async (page: Page): Promise<string> => JSON.stringify(await leftOnDevice(page));

const codeIn = (link: string): string => /(?:otklik=|\/s\/)([\w-]+)$/.exec(link)?.[1] ?? '';

test.describe('a link to the customer’s own page', () => {
  test('asks whom it was sent to, and takes its code out of the address', async ({
    page,
    service,
    site,
    invite,
    stored,
  }) => {
    const address = hostPage(site, '/orders', {
      service: service.origin,
      attributes: 'display="inline"',
      script: `history.replaceState({ tab: 2 }, '', location.href);`,
    });
    const { id, link } = await invite({ page: `${address}#details` });
    expect(link).toMatch(/#details&otklik=[\w-]+$/);
    await page.goto(link);
    await expect(surveyOn(page).question(short.first)).toBeVisible();
    expect(page.url()).toBe(`${address}#details`);
    expect(await page.evaluate(() => history.state as unknown)).toEqual({ tab: 2 });
    await answerInvited(surveyOn(page));
    await expect
      .poll(async () => (await stored()).map(({ status }) => status))
      .toEqual(['completed']);
    expect((await stored())[0]?.variables['orderNumber']).toMatchObject({
      value: 'A-1041',
      source: 'token',
    });
    expect((await service.client.getInvitation({ id })).status).toBe('completed');
  });

  test('that was cut off leaves the page to its own token', async ({
    page,
    service,
    site,
    mint,
  }) => {
    site.token('/survey-token', () =>
      mint({ survey: 'srv_short', respondent: `boris of ${test.info().testId}` }),
    );
    const address = hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token" display="inline"',
    });
    await page.goto(`${address}#otklik=half-a-code`);
    await expect(surveyOn(page).question(short.first)).toBeVisible();
    expect(page.url()).toBe(`${address}#`);
  });

  test('that is no longer good says so, in the language of the page', async ({
    page,
    service,
    site,
    invite,
  }) => {
    const address = hostPage(site, '/', {
      service: service.origin,
      attributes: 'display="inline"',
      lang: 'ru',
    });
    const { id, link } = await invite({ page: address });
    await service.client.cancelInvitation({ id });
    await page.goto(link);
    await expect(page.getByText('Эта ссылка больше не действует.')).toBeVisible();
  });

  test('that is no longer good is passed over in silence where the survey would lie over the page', async ({
    page,
    service,
    site,
    invite,
  }) => {
    const address = hostPage(site, '/', {
      service: service.origin,
      attributes: 'display="popover"',
    });
    const { id, link } = await invite({ page: address });
    await service.client.cancelInvitation({ id });
    await page.goto(link);
    const survey = page.locator('otklik-survey');
    const ready = survey.evaluate((one) => (one as unknown as { ready: Promise<string> }).ready);
    expect(await ready).toBe('failed');
    await expect(survey.locator('.shell')).toHaveCount(0);
  });
});

test.describe('answers that are given before the code could be exchanged', () => {
  test('are kept, and arrive once the line is back', async ({ page, context, invite, stored }) => {
    const line = await cutOff(context);
    const { link } = await invite();
    await page.goto(link);
    await answerInvited(surveyOn(page));
    await expect(page.getByText('Your answers are kept on this device')).toBeVisible();
    expect(await held(page)).toContain(codeIn(link));
    await line.on();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(page.getByText('Your answers have been received.')).toBeVisible();
    expect(await stored()).toMatchObject([
      { status: 'completed', variables: { orderNumber: { value: 'A-1041' } } },
    ]);
    expect(await held(page)).not.toContain(codeIn(link));
  });

  test('arrive at the next visit when the page was closed in between', async ({
    page,
    context,
    invite,
    stored,
  }) => {
    const line = await cutOff(context);
    const { link } = await invite();
    await page.goto(link);
    await surveyOn(page).score(7);
    await expect(surveyOn(page).question(/What matters most/)).toBeVisible();
    await page.close();
    await line.on();
    const next = await context.newPage();
    await next.goto(link);
    await expect(surveyOn(next).question('What matters most for order A-1041?')).toBeVisible();
    await expect.poll(async () => (await stored())[0]?.answers['recommend']?.value).toBe(7);
    expect(await stored()).toHaveLength(1);
  });

  test('in two tabs are one response', async ({ page, context, invite, stored }) => {
    const line = await cutOff(context);
    const { link } = await invite();
    const other = await context.newPage();
    await page.goto(link);
    await other.goto(link);
    await surveyOn(page).score(7);
    await surveyOn(other).score(8);
    await expect(surveyOn(other).question(/What matters most/)).toBeVisible();
    await line.on();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(async () => (await stored())[0]?.answers['recommend']?.value).toBe(8);
    expect(await stored()).toHaveLength(1);
  });

  test('that nobody takes any more are said to be kept, with a copy', async ({
    page,
    context,
    service,
    invite,
    stored,
  }) => {
    const line = await cutOff(context);
    const { id, link } = await invite();
    await page.goto(link);
    await answerInvited(surveyOn(page));
    await service.client.cancelInvitation({ id });
    await line.on();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(page.getByText('This link is no longer valid.')).toBeVisible();
    await expect(page.getByText('They could not be accepted yet.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save a copy of my answers' })).toBeVisible();
    expect(await stored()).toEqual([]);
    expect(await held(page)).not.toContain(codeIn(link));
  });
});

test('a strict link opens in every tab of the device that has opened it, and on no other', async ({
  page,
  browser,
  service,
  site,
  invite,
  stored,
}) => {
  const address = hostPage(site, '/', {
    service: service.origin,
    attributes: 'display="inline"',
  });
  const links = [
    await invite({ strict: true, respondent: `boris of ${test.info().testId}` }),
    await invite({ strict: true, page: address, variables: { orderNumber: 'A-1042' } }),
  ];
  for (const { link } of links) {
    const session = page.waitForResponse('**/v1/sessions');
    await page.goto(link);
    expect((await session).status()).toBe(200);
    await expect(surveyOn(page).question(short.first)).toBeVisible();
    // All of this with nothing answered yet.
    const elsewhere = await browser.newContext();
    const stranger = await elsewhere.newPage();
    await stranger.goto(link);
    await expect(stranger.getByText('This link has been used before')).toBeVisible();
    await elsewhere.close();
    const second = await page.context().newPage();
    await second.goto(link);
    await answerInvited(surveyOn(second));
    await second.close();
  }
  await expect.poll(async () => (await stored()).length).toBe(2);
});
