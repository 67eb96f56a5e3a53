import { answerAll } from '../support/short-survey.ts';
import { surveyOn } from '../support/survey.ts';
import { keptPages } from './support/kept-pages.ts';
import { expect, messageOf, test } from './support/test.ts';

test.beforeEach(async ({ device, domain }) => {
  await device.register(`${domain.origin}/shop`);
});

test('a tap on the notification opens the question, and the answer becomes one row', async ({
  device,
  desktop,
  domain,
  invite,
  invitation,
  stored,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  expect(notice.body).toContain('Three short questions');
  await expect.poll(async () => (await invitation(invited.id)).status).toBe('delivered');

  const opening = device.opened();
  desktop.click(notice);
  const page = await opening;
  await expect(page).toHaveURL(invited.link);
  await answerAll(surveyOn(page));
  await expect.poll(() => stored(invited)).toMatchObject([{ status: 'completed' }]);
  const { status, history } = await invitation(invited.id);
  expect(status).toBe('completed');
  expect(Object.keys(history)).toEqual(expect.arrayContaining(['delivered', 'opened', 'started']));
});

test('without a network the question is there, the answer waits, and arrives once', async ({
  device,
  desktop,
  domain,
  invite,
  stored,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await expect.poll(() => keptPages(device)).toEqual([invited.link]);
  await device.context.setOffline(true);

  const opening = device.opened();
  desktop.click(notice);
  const survey = surveyOn(await opening);
  await answerAll(survey);
  expect(await stored(invited)).toEqual([]);

  await device.context.setOffline(false);
  await expect
    .poll(() => stored(invited), { timeout: 20_000 })
    .toMatchObject([{ status: 'completed', answers: { recommend: { value: 9 } } }]);
});

test('an answer given without a network goes out although the browser was killed', async ({
  device,
  desktop,
  domain,
  invite,
  invitation,
  stored,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await expect.poll(() => keptPages(device)).toEqual([invited.link]);
  await device.context.setOffline(true);
  const opening = device.opened();
  desktop.click(notice);
  const page = await opening;
  await answerAll(surveyOn(page));

  await device.restart();
  await device.sync(domain.origin, 'otklik-outbox');
  await expect.poll(() => stored(invited)).toMatchObject([{ status: 'completed' }]);
  await expect.poll(async () => (await invitation(invited.id)).status).toBe('completed');
});

test('a link that was answered on another device says so, and is asked no more', async ({
  device,
  desktop,
  domain,
  invite,
  page,
  stored,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await expect.poll(() => keptPages(device)).toEqual([invited.link]);
  await page.goto(invited.link);
  await answerAll(surveyOn(page));
  await expect.poll(() => stored(invited)).toMatchObject([{ status: 'completed' }]);

  const opening = device.opened();
  desktop.click(notice);
  const late = await opening;
  await expect(late.locator('main')).toContainText('Thank you');
  await expect(late.getByRole('radio')).toHaveCount(0);
  expect(await stored(invited)).toHaveLength(1);
});
