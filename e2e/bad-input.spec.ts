import type { Page } from '@playwright/test';

import { heardBy, hostPage } from './support/host-page.ts';
import { surveyOn } from './support/survey.ts';
import { expect, test } from './support/test.ts';

const codesOf = async (page: Page): Promise<readonly (string | undefined)[]> =>
  (await heardBy(page)).filter(({ type }) => type === 'error').map(({ code }) => code);

/** A sentence for a respondent: words, and nothing of the machinery behind them. */
async function expectFriendlySentence(page: Page): Promise<void> {
  const { element } = surveyOn(page);
  await expect(element).toContainText(/\p{L}+ \p{L}+/u);
  await expect(element).not.toContainText(/token|origin|_|40\d|undefined|error/i);
}

test('an API key in place of a token is refused loudly and goes nowhere', async ({
  page,
  service,
  line,
  site,
}) => {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  await page.goto(
    hostPage(site, '/', {
      service: line.origin,
      attributes: `token="${service.rootKey}" survey="srv_short"`,
    }),
  );
  await expect.poll(() => codesOf(page)).toEqual(['token_is_key']);
  await expectFriendlySentence(page);
  expect(said.join('\n')).toMatch(/API key/i);
  expect(said.join('\n')).not.toContain(service.rootKey);
  expect(line.passages.filter(({ body }) => body !== '')).toEqual([]);
  expect(service.output()).not.toContain(service.rootKey);
});

const refusals = [
  {
    what: 'a token for another website',
    code: 'origin_not_allowed',
    request: { survey: 'srv_short', origins: ['https://elsewhere.example'] },
  },
  { what: 'a token that has expired', code: 'token_expired', ageMs: 3_600_000 },
  { what: 'an unknown survey', code: 'survey_unknown', request: { survey: 'srv_nowhere' } },
] as const;

for (const { what, code, ...token } of refusals) {
  test(`${what} gives a friendly sentence, and the page hears ${code}`, async ({
    page,
    service,
    site,
    mint,
  }) => {
    const request = 'request' in token ? structuredClone(token.request) : { survey: 'srv_short' };
    const ageMs = 'ageMs' in token ? token.ageMs : 0;
    site.token('/survey-token', () => mint(request as { survey: string }, Date.now() - ageMs));
    await page.goto(
      hostPage(site, '/', { service: service.origin, attributes: 'token-url="/survey-token"' }),
    );
    await expect.poll(() => codesOf(page)).toContain(code);
    await expectFriendlySentence(page);
  });
}

test('a closed survey asks nobody', async ({ page, service, site, mint }) => {
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  await service.client.closeSurvey({ id: 'srv_short' });
  await page.goto(
    hostPage(site, '/', { service: service.origin, attributes: 'token-url="/survey-token"' }),
  );
  await page.evaluate(async () => {
    await customElements.whenDefined('otklik-survey');
    await (document.querySelector('otklik-survey') as unknown as { ready: Promise<void> }).ready;
  });
  await expect(surveyOn(page).element.getByRole('radio')).toHaveCount(0);
  expect((await heardBy(page)).filter(({ type }) => type === 'shown')).toEqual([]);
});

test('in Russian the sentence is Russian', async ({ page, service, site, mint }) => {
  site.token('/survey-token', () => mint({ survey: 'srv_nowhere' }));
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token" lang="ru"',
    }),
  );
  await expect.poll(() => codesOf(page)).toContain('survey_unknown');
  await expect(surveyOn(page).element).toContainText(/[а-яё]{3,} [а-яё]+/i);
});
