import { hostPage } from './support/host-page.ts';
import { expect, test } from './support/shared-service.ts';
import { answerFirst, answerSecond, answerThird, short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

test('a reload in the middle goes on at the same question, with the answers', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short', respondent: test.info().testId }));
  await page.goto(
    hostPage(site, '/', { service: service.origin, attributes: 'token-url="/survey-token"' }),
  );
  const survey = surveyOn(page);
  await answerFirst(survey, 7);

  await page.reload();
  await expect(survey.question(short.second)).toBeVisible();
  await survey.back.click();
  await expect(survey.element.getByRole('radio', { name: /^7(\D|$)/ })).toBeChecked();
  await survey.next();
  await answerSecond(survey);
  await answerThird(survey);

  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
  expect(await stored()).toMatchObject([{ answers: { recommend: { value: 7 } } }]);
  expect(await stored()).toHaveLength(1);
});

test('who leaves while a request is under way has sent the last answer all the same', async ({
  page,
  line,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short', respondent: test.info().testId }));
  let isFirst = true;
  line.fault('/v1/responses', async (_passage, { forward, answer }) => {
    const reply = await forward();
    // The service has the first screen; its answer is on a slow line for as long as the page is there.
    if (!isFirst) answer(reply);
    isFirst = false;
  });
  await page.goto(
    hostPage(site, '/', { service: line.origin, attributes: 'token-url="/survey-token"' }),
  );
  const survey = surveyOn(page);
  await answerFirst(survey);
  await expect.poll(async () => (await stored()).length).toBe(1);
  await answerSecond(survey);
  await answerThird(survey);
  await expect(survey.question(short.thanks)).toBeVisible();
  await page.goto('about:blank');
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
  expect(await stored()).toHaveLength(1);
});

test('an answer arrives although the token died while it was given', async ({
  page,
  request,
  service,
  site,
  mint,
  stored,
}) => {
  const minted: string[] = [];
  site.token('/survey-token', async () => {
    if (minted.length > 0) throw new Error('This backend mints one token.');
    // Past its end already, and alive for a few seconds more by the tolerance between two clocks.
    const token = await mint(
      { survey: 'srv_short', respondent: test.info().testId, ttlSeconds: 60 },
      Date.now() - 84_000,
    );
    minted.push(token);
    return token;
  });
  await page.goto(
    hostPage(site, '/', { service: service.origin, attributes: 'token-url="/survey-token"' }),
  );
  const survey = surveyOn(page);
  await answerFirst(survey);

  const refusal = async (): Promise<string> => {
    const reply = await request.post(`${service.origin}/v1/sessions`, {
      headers: { origin: site.origin },
      data: { token: minted[0], responseId: '01890a5d-ac96-774b-bcce-b302099a8057' },
    });
    return ((await reply.json()) as { code: string }).code;
  };
  await expect.poll(refusal, { timeout: 20_000 }).toBe('token_expired');

  await answerSecond(survey);
  await answerThird(survey);
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
  expect(await stored()).toHaveLength(1);
});

test('two tabs on one survey are one response', async ({
  context,
  service,
  site,
  mint,
  stored,
}) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short', respondent: test.info().testId }));
  const address = hostPage(site, '/', {
    service: service.origin,
    attributes: 'token-url="/survey-token"',
  });
  const [one, two] = [await context.newPage(), await context.newPage()];
  await one.goto(address);
  await answerFirst(surveyOn(one), 8);

  await two.goto(address);
  await answerSecond(surveyOn(two), 'The people');
  await answerThird(surveyOn(two), 'From the second tab');
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');

  // The first tab still stands at its question: what it adds may not become a second answer.
  await one.bringToFront();
  await surveyOn(one).decide('The price');
  await expect(surveyOn(one).question(short.second)).toBeHidden();
  await one.reload();
  await expect.poll(async () => (await stored()).length).toBe(1);
  expect(await stored()).toMatchObject([
    { status: 'completed', answers: { recommend: { value: 8 }, matters: { value: 'people' } } },
  ]);
});
