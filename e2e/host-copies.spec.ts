import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'vite';

import { bundled } from './support/bundle.ts';
import { expect, test } from './support/host-test.ts';
import { answerAll, answerFirst, answerSecond, answerThird } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

test('the script twice, also under another name, asks once and says nothing', async ({
  page,
  service,
  open,
  complaints,
  stored,
}) => {
  const again = `<script type="module" src="${service.origin}/otklik.js"></script>`;
  const survey = await open({
    head: again + again.replace('otklik.js', 'otklik.js?v=2') + again,
  });
  await answerAll(survey);
  await expect
    .poll(async () => (await stored()).map(({ status }) => status))
    .toEqual(['completed']);
  expect(complaints).toEqual([]);
  await expect(page.locator('otklik-survey')).toHaveCount(1);
});

test('a page that bundles the package, and has the script tag of another version too, asks once', async ({
  page,
  service,
  site,
  open,
  complaints,
  stored,
}) => {
  const files = await bundled(`import 'otklik/define';`);
  for (const [file, code] of files) site.script(`/app/${file}`, code);
  for (const [file, code] of await anotherVersion()) site.script(`/other/${file}`, code);
  const tags = ['/app/app.js', '/other/otklik.js'].map(
    (src) => `<script type="module" src="${src}"></script>`,
  );
  const attributes = `endpoint="${service.origin}"`;
  for (const [index, head] of [tags.join(''), tags.toReversed().join('')].entries()) {
    const survey = await open({ head, attributes });
    await answerAll(survey);
    await expect.poll(async () => (await stored())[index]?.status).toBe('completed');
  }
  const versions = await page.evaluate(
    () => document.querySelector('otklik-survey')?.explain().version,
  );
  expect(versions, 'the first that came').toBe('0.0.9-other');
  expect(complaints).toEqual([]);
});

test('two elements of one survey in a page are two responses, each delivered once', async ({
  page,
  open,
  stored,
}) => {
  await open({
    display: 'inline',
    body: '<otklik-survey id="other" token-url="/survey-token" display="inline"></otklik-survey>',
  });
  for (const element of [page.locator('#other'), page.locator('otklik-survey:not([id])')]) {
    await answerAll(surveyOn(page, element));
  }
  await expect
    .poll(async () => (await stored()).map(({ status }) => status))
    .toEqual(['completed', 'completed']);
  expect(new Set((await stored()).map(({ id }) => id)).size).toBe(2);
});

test('a copy of the element, as a page makes that draws itself anew, goes on with the same response', async ({
  page,
  open,
  stored,
}) => {
  const survey = await open({ display: 'inline' });
  await answerFirst(survey);
  await page.evaluate(() => {
    const main = document.querySelector('main');
    if (main) main.innerHTML += '<p>More</p>';
  });
  await answerSecond(survey);
  await page.evaluate(() => {
    const old = document.querySelector('otklik-survey');
    old?.replaceWith(old.cloneNode(true));
  });
  await answerThird(survey);
  await expect
    .poll(async () => (await stored()).map(({ status }) => status))
    .toEqual(['completed']);
  expect(await stored()).toMatchObject([
    {
      answers: {
        recommend: { value: 9 },
        matters: { value: 'speed' },
        more: { value: 'All good' },
      },
    },
  ]);
});

/** Built from the same source under another version, as a page has that updates one of two places. */
async function anotherVersion(): Promise<ReadonlyMap<string, string>> {
  const outDir = await mkdtemp(join(tmpdir(), 'otklik-version-'));
  try {
    const result = await build({
      root: join(import.meta.dirname, '..'),
      logLevel: 'error',
      plugins: [
        {
          name: 'another-version',
          transform: (_code, id) =>
            id.endsWith('/src/widget/version.ts')
              ? `export const WIDGET_VERSION = '0.0.9-other';`
              : null,
        },
      ],
      build: { write: false, outDir, emptyOutDir: false },
    });
    const outputs = [result].flat().flatMap((part) => ('output' in part ? part.output : []));
    return new Map(
      outputs.flatMap((output) =>
        output.type === 'chunk' ? [[output.fileName, output.code]] : [],
      ),
    );
  } finally {
    await rm(outDir, { recursive: true });
  }
}
