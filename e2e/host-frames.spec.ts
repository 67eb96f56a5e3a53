import { createHostSite } from './support/host-site.ts';
import { hostPage } from './support/host-page.ts';
import { expect, test } from './support/host-test.ts';
import { answerAll } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

const frame = (src: string, sandbox: string): string =>
  `<!doctype html><title>Around</title><link rel="icon" href="data:,">
  <iframe title="Survey" src="${src}" ${sandbox} style="width: 100%; height: 600px"></iframe>`;

for (const sandbox of ['', 'sandbox="allow-scripts allow-same-origin"']) {
  test(`in another site’s frame (${sandbox || 'no sandbox'}) it asks and delivers`, async ({
    page,
    service,
    site,
    mint,
    stored,
    complaints,
  }) => {
    site.token('/survey-token', () => mint({ survey: 'srv_short' }));
    const inner = hostPage(site, '/inner', {
      service: service.origin,
      attributes: 'token-url="/survey-token" display="inline"',
    });
    const around = await createHostSite();
    try {
      around.page('/', frame(inner, sandbox));
      // Another site, not only another origin.
      await page.goto(around.origin.replace('localhost', '127.0.0.1'));
      await answerAll(surveyOn(page.frameLocator('iframe')));
      await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
      expect(complaints).toEqual([]);
    } finally {
      await around.close();
    }
  });
}

test('in a frame without an origin the page hears why there is no survey', async ({
  page,
  service,
  site,
  mint,
  complaints,
}) => {
  const token = await mint({ survey: 'srv_short' });
  await page.clock.install();
  // A script of such a page is no module of its own site: that would need to be shared with everybody.
  site.page(
    '/inner',
    `<!doctype html><title>Inner</title><script>
      document.addEventListener('otklik-error', ({ code }) => (document.title = code));
    </script>
    <script type="module" src="${service.origin}/otklik.js"></script>
    <otklik-survey token="${token}" display="inline"></otklik-survey>`,
  );
  site.page('/around', frame('/inner', 'sandbox="allow-scripts"'));
  await page.goto(`${site.origin}/around`);
  const inner = page.frameLocator('iframe').locator('html');

  await expect.poll(() => inner.evaluate(() => document.title)).toMatch(/^(network|origin_)/);
  expect(await inner.evaluate(() => self.origin)).toBe('null');
  // What is left from earlier visits is looked for a little later.
  await page.clock.fastForward(2000);
  expect(complaints.filter((line) => !/CORS|ERR_FAILED/.test(line))).toEqual([]);
});
