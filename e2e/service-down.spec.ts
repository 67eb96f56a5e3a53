import { hostPage } from './support/host-page.ts';
import { answerAll } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';
import { expect, test } from './support/test.ts';

test('an answer given while the service is down is kept, and arrives once when it returns', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () =>
    mint({
      survey: 'srv_short',
      respondent: 'person-1',
      variables: { plan: 'gold', orderNumber: 'A-1041' },
    }),
  );
  const address = hostPage(site, '/', {
    service: service.origin,
    attributes: 'token-url="/survey-token"',
    script: `document.querySelector('otklik-survey').context = { basket: 3, plan: 'forged' };`,
  });
  await page.goto(address);
  const survey = surveyOn(page);
  await expect(survey.element.getByRole('radio').first()).toBeVisible();
  // All code has come. What happens to a tap before that is another test's story.
  await page.waitForLoadState('networkidle');

  await service.stop();
  await answerAll(survey);
  await expect(survey.element).toContainText(/kept on this device/i);

  await service.start();
  await expect(survey.element).toContainText(/have been received/i, { timeout: 30_000 });
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');

  const [response, ...others] = await stored();
  expect(others).toEqual([]);
  expect(response).toMatchObject({
    respondent: 'person-1',
    answers: {
      recommend: { value: 9 },
      matters: { value: 'speed' },
      more: { value: 'All good' },
      email: { value: null },
    },
    questions: {
      recommend: 'answered',
      matters: 'answered',
      more: 'answered',
      email: 'skipped',
    },
    variables: {
      plan: { value: 'gold', source: 'token' },
      orderNumber: { value: 'A-1041', source: 'token' },
      basket: { value: 3, source: 'page' },
    },
  });

  // And nothing is left to send: another visit changes nothing.
  await page.reload();
  await expect.poll(stored).toEqual([response]);
});

test('an answer left on the device goes out on a later visit, even where nothing is asked', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short', respondent: 'person-1' }));
  const asking = hostPage(site, '/', {
    service: service.origin,
    attributes: 'token-url="/survey-token"',
  });
  const quiet = hostPage(site, '/quiet', { service: service.origin, attributes: 'hidden' });
  await page.goto(asking);
  const survey = surveyOn(page);
  await expect(survey.element.getByRole('radio').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await service.stop();
  await answerAll(survey);
  await page.goto('about:blank');

  await service.start();
  await page.goto(quiet);
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
  expect(await stored()).toHaveLength(1);
});
