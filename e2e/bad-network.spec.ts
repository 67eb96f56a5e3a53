import {
  captivePortal,
  cutLine,
  notNow,
  onceCompleted,
  swallowReply,
} from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { heardBy, hostPage } from './support/host-page.ts';
import type { HostSite } from './support/host-site.ts';
import type { Mint } from './support/tokens.ts';
import { expect, test } from './support/shared-service.ts';
import { answerAll, answerSecond, answerThird } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

function askingPage(line: FaultProxy, site: HostSite, mint: Mint, attributes = ''): string {
  site.token('/survey-token', () => mint({ survey: 'srv_short', respondent: test.info().testId }));
  return hostPage(site, '/', {
    service: line.origin,
    attributes: `token-url="/survey-token" ${attributes}`,
  });
}

const completedRequests = (line: FaultProxy): number =>
  line.passages.filter(({ body }) => body.includes('"completed"')).length;

test('a reply that is lost after the service stored the answer gives one row', async ({
  page,
  line,
  site,
  mint,
  stored,
}) => {
  line.fault('/v1/responses', onceCompleted(swallowReply));
  await page.goto(askingPage(line, site, mint));
  await answerAll(surveyOn(page));

  await expect.poll(() => completedRequests(line), { timeout: 20_000 }).toBe(2);
  await expect(surveyOn(page).element).toContainText(/have been received/i);
  expect(await stored()).toMatchObject([{ status: 'completed' }]);
  expect(await stored()).toHaveLength(1);
});

test('a service killed between storing and acknowledging an answer gives one row', async ({
  page,
  service,
  line,
  site,
  mint,
  stored,
}) => {
  let isKilled = false;
  const killed = onceCompleted(async (_passage, { forward, cut }) => {
    await forward();
    await service.kill();
    isKilled = true;
    cut();
  });
  line.fault('/v1/responses', killed);
  await page.goto(askingPage(line, site, mint));
  const survey = surveyOn(page);
  await answerAll(survey);
  await expect.poll(() => isKilled).toBe(true);
  await expect(survey.element).toContainText(/kept on this device/i);

  await service.start();
  await expect(survey.element).toContainText(/have been received/i, { timeout: 30_000 });
  expect(await stored()).toMatchObject([{ status: 'completed', respondent: test.info().testId }]);
  expect(await stored()).toHaveLength(1);
});

test('a captive portal that answers 200 with its own page costs no answer', async ({
  page,
  line,
  site,
  mint,
  stored,
}) => {
  await page.goto(askingPage(line, site, mint));
  const survey = surveyOn(page);
  await expect(survey.element.getByRole('radio').first()).toBeVisible();
  line.fault('/v1/responses', captivePortal);
  await answerAll(survey);
  await expect(survey.element).toContainText(/kept on this device/i);
  await expect.poll(() => completedRequests(line)).toBeGreaterThan(0);
  expect(await stored()).toEqual([]);

  line.heal();
  await expect(survey.element).toContainText(/have been received/i, { timeout: 30_000 });
  expect(await stored()).toMatchObject([{ status: 'completed' }]);
});

test('a proxy that finds every answer too large is waited out, and nothing is given up', async ({
  page,
  line,
  site,
  mint,
  stored,
}) => {
  await page.goto(askingPage(line, site, mint));
  const survey = surveyOn(page);
  await expect(survey.element.getByRole('radio').first()).toBeVisible();
  line.fault('/v1/responses', async (_passage, { answer }) => {
    const headers = { 'content-type': 'text/html', 'access-control-allow-origin': '*' };
    answer({ status: 413, headers, body: Buffer.from('<h1>413 Request Entity Too Large</h1>') });
  });
  await answerAll(survey);
  await expect(survey.element).toContainText(/kept on this device/i);
  await expect.poll(() => completedRequests(line)).toBeGreaterThan(0);
  expect((await heardBy(page)).map(({ delivery }) => delivery)).not.toContain('blocked');

  line.heal();
  await expect(survey.element).toContainText(/have been received/i, { timeout: 30_000 });
  expect(await stored()).toMatchObject([{ status: 'completed' }]);
});

test('an answer given without a connection survives a reload and arrives', async ({
  page,
  line,
  site,
  mint,
  stored,
}) => {
  await page.goto(askingPage(line, site, mint));
  await expect(surveyOn(page).element.getByRole('radio').first()).toBeVisible();
  line.fault('/v1/responses', cutLine);
  line.fault('/v1/sessions', cutLine);
  await answerAll(surveyOn(page));
  await page.reload();
  line.heal();
  await expect.poll(async () => (await stored())[0]?.status, { timeout: 30_000 }).toBe('completed');
  expect(await stored()).toHaveLength(1);
});

test('a connection that breaks right after the first question costs no tap and no answer', async ({
  page,
  line,
  site,
  mint,
  stored,
}) => {
  line.fault('/chunks/later', cutLine);
  line.fault('/chunks/~/', cutLine);
  // Over a page, the first tap may have been meant for the page.
  await page.goto(askingPage(line, site, mint, 'display="inline"'));
  const survey = surveyOn(page);
  await survey.element.getByRole('radio').nth(9).click({ force: true });
  await expect.poll(async () => (await heardBy(page)).map(({ code }) => code)).toContain('network');

  line.heal();
  await answerSecond(survey);
  await answerThird(survey);
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
  expect(await stored()).toMatchObject([{ answers: { recommend: { value: 9 } } }]);
});

for (const [what, fault] of [
  ['does not come', notNow],
  ['is a sign-in page', captivePortal],
] as const) {
  test(`a file of the widget that ${what} is fetched again, and with it what needs it`, async ({
    page,
    line,
    site,
    mint,
    stored,
  }) => {
    // One of those that the code of the survey is made of: browsers would keep all of it from the page for good.
    line.fault('/chunks/outboxes', fault);
    await page.goto(askingPage(line, site, mint));
    await answerAll(surveyOn(page));
    await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
    expect((await heardBy(page)).map(({ code }) => code)).not.toContain('network');
  });
}
