import type { AnswerValue } from 'otklik/protocol';
import type { Page } from '@playwright/test';

import { contentOf, kindSurveys, surveyOf } from './kinds/surveys/index.ts';
import type { KindSurvey } from './kinds/surveys/index.ts';
import { violations } from './support/axe.ts';
import { fillIn } from './support/form.ts';
import { hostPage } from './support/host-page.ts';
import type { TestService } from './support/service.ts';
import { expect, test } from './support/shared-service.ts';

/** What only script can do, and what the page says of it. */
const NEEDS_SCRIPT: ReadonlySet<string> = new Set(['file']);

async function linkTo(kind: KindSurvey, { client }: TestService, lang = 'en'): Promise<string> {
  const survey = surveyOf(kind);
  await client.putSurvey({ id: survey, draft: contentOf(kind) });
  await client.publishSurvey({ id: survey });
  const { link } = await client.createInvitation({
    survey,
    respondent: `${kind.name}-${lang}`,
    lang,
  });
  return link;
}

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  for (const kind of kindSurveys) {
    test(`${kind.name} is asked and answered by the form`, async ({ page, service, stored }) => {
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(await linkTo(kind, service));
      expect(complaints, 'its policy lets its own style in').toEqual([]);
      if (NEEDS_SCRIPT.has(kind.name)) {
        await expect(page.getByText('please turn on JavaScript')).toBeVisible();
        return;
      }
      if (kind.isFree !== true) {
        await page.locator('[part=next]').click();
        await expect(page.locator('.faulty .fault').first()).not.toBeEmpty();
      }
      await answer(page, kind);
      await expect(page.getByText('Thank you!')).toBeVisible();
      await expect(page.getByText('Your answers have been received.')).toBeVisible();
      const [response] = await stored();
      expect(response?.status).toBe('completed');
      const wanted = Object.entries(answersBy(kind)).map(([id, value]) => [id, { value }]);
      expect(response?.answers).toMatchObject(
        Object.fromEntries(wanted) as Record<string, unknown>,
      );
    });
  }
});

/** What has another control without script than with it. */
const OTHERWISE = /search|ranking|slider|file|signature|counter/;

for (const kind of kindSurveys) {
  test(`${kind.name} stands where the widget will draw it, and axe finds nothing in the form`, async ({
    page,
    service,
    site,
    mint,
  }) => {
    // The widget does not come: it is the form that is looked at.
    await page.route('**/otklik.js', (route) => route.abort());
    await page.goto(await linkTo(kind, service, 'de'));
    expect(await violations(page, ['best-practice'])).toEqual([]);
    const before = await places(page);
    if (kind.isFree !== true && !NEEDS_SCRIPT.has(kind.name)) {
      await page.locator('[part=next]').click();
      await expect(page.locator('.faulty')).not.toHaveCount(0);
      expect(await violations(page, ['best-practice']), 'with a fault').toEqual([]);
    }
    if (OTHERWISE.test(kind.name)) return;
    await page.unroute('**/otklik.js');
    site.token('/token', () => mint({ survey: surveyOf(kind) }));
    await page.goto(
      hostPage(site, '/', {
        service: service.origin,
        attributes: 'token-url="/token" display="page" lang="de"',
        head: '<style>body { margin: 0 } h1 { position: absolute; clip-path: inset(50%) }</style>',
      }),
    );
    await expect(page.locator('otklik-survey [part=next]')).toBeVisible();
    await expect.poll(() => places(page)).toEqual(before);
  });
}

async function answer(page: Page, kind: KindSurvey): Promise<void> {
  const { questions } = contentOf(kind).screens[0] ?? { questions: [] };
  for (const question of questions) {
    const value = answersBy(kind)[question.id];
    if (value !== undefined) await fillIn(page, question, value);
  }
  await page.locator('[part=next]').click();
  for (const [id, value] of Object.entries(answersBy(kind))) {
    // What an answer has brought to the screen.
    if (questions.some((question) => question.id === id)) continue;
    await fillIn(page, { id, type: 'text', size: 'short', title: {} }, value);
    await page.locator('[part=next]').click();
  }
}

/** A form counts no clicks on a link, and has a signature typed. */
function answersBy({ name, answers }: KindSurvey): Readonly<Record<string, AnswerValue>> {
  if (name === 'link') return {};
  return answers as Record<string, AnswerValue>;
}

/** Where everything is that one reads, presses or types in. */
function places(page: Page): Promise<readonly string[]> {
  const parts =
    'h2, [part=option], [part=field], [part=row], [part=next], [part=link], .ends, .hint:not([hidden])';
  return page
    .locator('otklik-survey')
    .locator(parts)
    .evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const box = [x, y, width, height].map((length) => Math.round(length));
        return `${element.getAttribute('part') ?? element.className}: ${box.join(' ')}`;
      }),
    );
}
