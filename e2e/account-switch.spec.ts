import { cutLine } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { hostPage } from './support/host-page.ts';
import { answerAll, answerFirst, short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';
import { expect, test } from './support/test.ts';

interface Sent {
  readonly id: string;
  readonly grant: string;
}

const sentBy = (line: FaultProxy): readonly Sent[] =>
  line.passages
    .filter(({ path }) => path === '/v1/responses')
    .flatMap(({ body }) => (JSON.parse(body) as { responses: Sent[] }).responses);

test('the next person on a device neither sees nor sends the former’s answers, which still arrive', async ({
  page,
  line,
  site,
  mint,
  stored,
}) => {
  let person = 'anna';
  site.token('/survey-token', () => mint({ survey: 'srv_short', respondent: person }));
  const address = hostPage(site, '/', {
    service: line.origin,
    attributes: 'token-url="/survey-token"',
  });
  const survey = surveyOn(page);

  await page.goto(address);
  await expect(survey.element.getByRole('radio').first()).toBeVisible();
  line.fault('/v1/responses', cutLine);
  await answerFirst(survey, 3);

  // Without the service only this device could tell him anything, and it must not.
  person = 'boris';
  line.fault('/v1/sessions', cutLine);
  await page.reload();
  await expect(survey.element).toContainText(/could not be loaded/i);
  await expect(survey.question(short.second)).toBeHidden();

  line.heal();
  line.fault('/v1/responses', cutLine);
  await page.reload();
  await expect(survey.question(short.first)).toBeVisible();
  await expect(survey.element.getByRole('radio', { checked: true })).toHaveCount(0);
  line.heal();
  await answerAll(survey);

  await expect
    .poll(async () => new Set((await stored()).map(({ respondent }) => respondent)), {
      timeout: 30_000,
    })
    .toEqual(new Set(['anna', 'boris']));
  const responses = await stored();
  const anna = responses.find(({ respondent }) => respondent === 'anna');
  const boris = responses.find(({ respondent }) => respondent === 'boris');
  expect(anna?.answers).toMatchObject({ recommend: { value: 3 } });
  expect(Object.keys(anna?.answers ?? {})).toEqual(['recommend']);
  expect(boris?.answers).toMatchObject({ recommend: { value: 9 } });

  // Each response went out with a grant of its own.
  const grantsOf = (id: string | undefined): readonly string[] =>
    sentBy(line).flatMap((sent) => (sent.id === id ? [sent.grant] : []));
  expect(grantsOf(anna?.id)).not.toEqual([]);
  for (const grant of grantsOf(boris?.id)) expect(grantsOf(anna?.id)).not.toContain(grant);
});

test('the survey about the next order starts afresh, and both answers arrive', async ({
  page,
  site,
  mint,
  service,
  stored,
}) => {
  let orderNumber = 'A-1';
  site.token('/survey-token', () =>
    mint({ survey: 'srv_short', respondent: 'anna', variables: { orderNumber } }),
  );
  const survey = surveyOn(page);
  await page.goto(
    hostPage(site, '/', { service: service.origin, attributes: 'token-url="/survey-token"' }),
  );
  await answerFirst(survey, 2);
  orderNumber = 'A-2';
  await page.reload();
  await expect(survey.question(short.first)).toBeVisible();
  await answerAll(survey);

  const answered = async (): Promise<unknown[]> =>
    (await stored()).map(({ variables, status, answers }) => ({
      order: variables['orderNumber']?.value,
      status,
      score: answers['recommend']?.value,
    }));
  await expect.poll(answered).toEqual([
    { order: 'A-1', status: 'partial', score: 2 },
    { order: 'A-2', status: 'completed', score: 9 },
  ]);
});
