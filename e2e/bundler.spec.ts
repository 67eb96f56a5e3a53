import { bundled } from './support/bundle.ts';
import { answerAll } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';
import { expect, test } from './support/test.ts';

test('a page that bundles the package asks, and its answer arrives', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  const files = await bundled(`
    import 'otklik/define';
    const survey = document.createElement('otklik-survey');
    survey.endpoint = ${JSON.stringify(service.origin)};
    survey.survey = 'srv_short';
    survey.lang = 'en';
    survey.getToken = async () => (await (await fetch('/token')).json()).token;
    document.body.append(survey);
  `);
  for (const [file, code] of files) site.script(`/app/${file}`, code);
  site.token('/token', () => mint());
  site.page(
    '/',
    '<!doctype html><html lang="en"><title>App</title><body><script type="module" src="/app/app.js"></script>',
  );
  await page.goto(site.origin);

  await answerAll(surveyOn(page));

  await expect
    .poll(async () => (await stored()).map(({ status }) => status))
    .toEqual(['completed']);
});

test('classes and types are imported without registering anything', async ({ page, site }) => {
  const files = await bundled(`
    import { OtklikSurvey, OtklikShownEvent } from 'otklik';
    window.imported = [typeof OtklikSurvey, typeof OtklikShownEvent];
  `);
  for (const [file, code] of files) site.script(`/app/${file}`, code);
  site.page(
    '/',
    '<!doctype html><title>App</title><script type="module" src="/app/app.js"></script>',
  );
  await page.goto(site.origin);

  const seen = await page.evaluate(() => ({
    imported: (window as unknown as { imported: string[] }).imported,
    registered: customElements.get('otklik-survey') !== undefined,
  }));
  expect(seen).toEqual({ imported: ['function', 'function'], registered: false });
});
