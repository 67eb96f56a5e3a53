/** What a browser says of a survey besides what it is asked to send: addresses and referrers, as every proxy on the way writes them down. */
import type { BrowserContext } from '@playwright/test';

import { hostPage } from './support/host-page.ts';
import { answerInvited } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';
import { publishFile, shortSurvey } from './support/surveys.ts';
import { expect, test } from './support/test.ts';

interface Seen {
  readonly url: string;
  readonly referrer: string;
}

/** Every request that was answered, with the headers that went over the wire. */
function watch(context: BrowserContext): () => Promise<readonly Seen[]> {
  const seen: Promise<Seen>[] = [];
  context.on('requestfinished', (request) => {
    const headers = request.allHeaders();
    seen.push(headers.then(({ referer = '' }) => ({ url: request.url(), referrer: referer })));
  });
  return () => Promise.all(seen);
}

test('no address and no referrer tells whom a link was for, its code, or what was answered', async ({
  context,
  page,
  service,
  site,
  stored,
}) => {
  const survey = await publishFile(service.client, shortSurvey);
  const invite = (order: string, change: object = {}) =>
    service.client.createInvitation({
      survey,
      respondent: 'anna',
      variables: { orderNumber: order },
      ...change,
    });
  const ownPage = hostPage(site, '/orders', {
    service: service.origin,
    attributes: 'display="inline"',
  });
  const links = await Promise.all([
    invite('A-1041'),
    invite('A-1042', { page: `${ownPage}?customer=anna` }),
  ]);
  const seen = watch(context);
  for (const { link } of links) {
    await page.goto('about:blank');
    await page.goto(link);
    await answerInvited(surveyOn(page));
  }
  await expect.poll(async () => (await stored()).map(({ status }) => status)).toHaveLength(2);

  const codes = links.map(({ link }) => /(?:otklik=|\/s\/)([\w-]+)$/.exec(link)?.[1] ?? link);
  const requests = await seen();
  const toService = requests.filter(({ url }) => url.startsWith(service.origin));
  expect(toService.filter(({ url }) => url.endsWith('/v1/responses'))).not.toHaveLength(0);
  for (const { url, referrer } of requests) {
    // The customer's page says of itself no more than its origin.
    expect(['', `${site.origin}/`, ...ownRequests(url, site.origin, referrer)]).toContain(referrer);
    const said = `${url} ${referrer}`;
    for (const secret of ['A-104', 'ann@example.com', 'otg_', 'eyJ']) {
      expect(said).not.toContain(secret);
    }
    if (url.startsWith(`${service.origin}/s/`) || url.startsWith(`${ownPage}?`)) continue;
    for (const code of codes) expect(said).not.toContain(code);
  }
  expect(toService.map(({ referrer }) => referrer)).toContain(`${site.origin}/`);
  for (const { url } of toService) expect(url).not.toContain('anna');
});

/** Within the customer's own site browsers give the whole address, which has no fragment. */
function ownRequests(url: string, origin: string, referrer: string): string[] {
  return url.startsWith(`${origin}/`) && !referrer.includes('#') ? [referrer] : [];
}
