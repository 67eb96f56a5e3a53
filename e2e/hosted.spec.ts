import type { Page, Route } from '@playwright/test';

import { short } from './support/short-survey.ts';
import { expect, test as base } from './support/shared-service.ts';
import { surveyOn } from './support/survey.ts';
import { publishFile, shortSurvey } from './support/surveys.ts';

interface Invited {
  /** Of an invitation of this test's own, to the short survey. */
  readonly link: string;
  /** What the page's policy has refused, and every line in its console. */
  readonly complaints: readonly string[];
}

let invitations = 0;

const test = base.extend<Invited>({
  link: async ({ service: { client } }, use, { workerIndex }) => {
    const survey = await publishFile(client, shortSurvey);
    invitations += 1;
    const respondent = `visitor-${workerIndex}-${invitations}`;
    const variables = { orderNumber: 'A-1041' };
    const { link } = await client.createInvitation({ survey, respondent, variables });
    await use(link);
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await use(complaints);
  },
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the keyboard alone leads from the first question to the thanks', async ({
    page,
    link,
    stored,
    complaints,
  }) => {
    await page.goto(link);
    await expect(page.getByText(short.first)).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');

    await expect(page.getByText('What matters most for order A-1041?')).toBeVisible();
    await tabTo(page, 'The price');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');

    await expect(page.getByText(short.third)).toBeVisible();
    await tabTo(page, /Anything else/);
    await page.keyboard.type('Typed, not tapped');
    await tabTo(page, short.email);
    await page.keyboard.type('not an address');
    await page.keyboard.press('Enter');
    await expect(page.getByText('That does not look like an e-mail address.')).toBeVisible();
    await expect(page.getByRole('textbox', { name: /Anything else/ })).toHaveValue(
      'Typed, not tapped',
    );
    await page.getByRole('textbox', { name: short.email }).fill('ann@example.com');
    await page.keyboard.press('Enter');

    await expect(page.getByText(short.thanks)).toBeVisible();
    expect(await stored()).toMatchObject([
      { status: 'completed', answers: { recommend: { value: 2 }, matters: { value: 'speed' } } },
    ]);
    expect(complaints).toEqual([]);
  });

  test('going back, reloading and sending twice end in one response', async ({
    page,
    link,
    stored,
  }) => {
    await page.goto(link);
    await press(page, '9');
    await expect(page.getByText(short.second)).toBeVisible();
    await page.reload();
    await expect(page.getByText(short.second)).toBeVisible();
    await page.goBack();
    await press(page, '8');
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page.getByRole('radio', { name: '8', exact: true })).toBeChecked();
    await press(page, '7');
    await page.locator('label', { hasText: 'The people' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('textbox', { name: short.email }).fill('ann@example.com');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByText(short.thanks)).toBeVisible();
    const responses = await stored();
    expect(responses).toMatchObject([
      { status: 'completed', answers: { recommend: { value: 7 }, matters: { value: 'people' } } },
    ]);
  });
});

test('a widget that cannot be fetched leaves the form as it is', async ({ page, link, stored }) => {
  await page.route('**/otklik.js', (route) => route.abort());
  await page.goto(link);
  await press(page, '9');
  await expect(page.getByText(short.second)).toBeVisible();
  expect(await stored()).toMatchObject([
    { status: 'partial', answers: { recommend: { value: 9 } } },
  ]);
});

test('the widget takes the place of the form, and nothing moves', async ({
  page,
  link,
  stored,
  complaints,
}) => {
  await page.addInitScript(() => {
    interface Shift extends PerformanceEntry {
      readonly value: number;
      readonly sources: readonly Record<'previousRect' | 'currentRect', DOMRectReadOnly>[];
    }
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    const place = ({ x, y, width, height }: DOMRectReadOnly): string =>
      [x, y, width, height].join();
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Shift[]) {
        const moved = sources.map(
          ({ previousRect, currentRect }) => `${place(previousRect)} to ${place(currentRect)}`,
        );
        shifts.push([value, ...moved].join('; '));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(link);
  await drawn(page);
  const survey = surveyOn(page);
  await expect(survey.question(short.first)).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)).toEqual([]);
  await survey.score(9);
  await expect(survey.question('What matters most for order A-1041?')).toBeVisible();
  await survey.decide('The speed');
  await survey.write(short.email, 'ann@example.com');
  await survey.next();
  await expect(survey.question(short.thanks)).toBeVisible();
  await expect
    .poll(async () => (await stored()).map(({ status }) => status))
    .toEqual(['completed']);
  expect(complaints).toEqual([]);
});

test('once its script is on the device, nothing is asked for between the page and its question', async ({
  page,
  link,
  service,
}) => {
  await page.addInitScript(() => {
    addEventListener('otklik-shown', () => performance.mark('shown'));
  });
  await page.goto(link);
  await drawn(page);
  await page.waitForLoadState('networkidle');
  const { client } = service;
  const next = await client.createInvitation({ survey: 'srv_short', respondent: 'warm' });
  await page.goto(next.link);
  await drawn(page);
  await page.waitForLoadState('networkidle');
  const asked = await page.evaluate(() => {
    const [shown] = performance.getEntriesByName('shown');
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    return resources
      .filter(({ transferSize }) => transferSize > 0)
      .map(({ name, startTime }) => ({ name, isBefore: startTime < shown!.startTime }));
  });
  expect(asked.map(({ name }) => new URL(name).pathname)).toContain('/v1/sessions');
  expect(asked.filter(({ isBefore }) => isBefore)).toEqual([]);
});

test('what was tapped before the widget came is its first answer', async ({
  page,
  link,
  stored,
}) => {
  const held = await holdScript(page);
  await page.goto(link);
  await page.locator('label', { hasText: /^9$/ }).click();
  await held();
  await drawn(page);
  await expect.poll(async () => (await stored())[0]?.answers['recommend']?.value).toBe(9);
});

test('a finger that is down when the widget comes taps what it came down on', async ({
  page,
  link,
  stored,
}) => {
  const held = await holdScript(page);
  await page.goto(link);
  const nine = page.locator('label', { hasText: /^9$/ });
  await nine.hover();
  await page.mouse.down();
  await held();
  const widget = page.locator('otklik-survey >> .shell');
  await expect.poll(() => widget.count(), 'the form, and the widget behind it').toBe(2);
  const areVisible = (): Promise<readonly boolean[]> =>
    widget.evaluateAll((all) => all.map((one) => one.checkVisibility()));
  expect((await areVisible()).filter(Boolean), 'one of them').toHaveLength(1);
  await page.mouse.up();
  await drawn(page);
  // Chosen, and led on where the widget has been there long enough for a tap to count as meant.
  const chosen = surveyOn(page).element.getByRole('radio', { name: /^9(\D|$)/ });
  const isTaken = async (): Promise<boolean> =>
    (await stored())[0]?.answers['recommend']?.value === 9 ||
    chosen.isChecked({ timeout: 500 }).catch(() => false);
  await expect.poll(isTaken).toBe(true);
});

test('who is typing when the widget comes goes on typing', async ({ page, service }) => {
  const { client } = service;
  await client.putSurvey({
    id: 'srv_typing',
    draft: {
      title: { en: 'Typing' },
      defaultLanguage: 'en',
      screens: [
        {
          id: 'only',
          questions: [{ id: 'why', type: 'text', size: 'long', title: { en: 'Why?' } }],
        },
      ],
      thanks: { title: { en: 'Thanks' } },
    },
  });
  await client.publishSurvey({ id: 'srv_typing' });
  const { link } = await client.createInvitation({ survey: 'srv_typing', respondent: 'typist' });
  const held = await holdScript(page);
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Why?' }).click();
  await page.keyboard.type('Because it');
  await held();
  await drawn(page);
  await page.keyboard.type(' was warm');
  await expect(page.getByRole('textbox', { name: 'Why?' })).toHaveValue('Because it was warm');
});

test('it can be installed, and begins at its own link then', async ({ page, link, request }) => {
  await page.goto(link);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const address = new URL(href ?? '', link);
  const manifest = (await (await request.get(address.href)).json()) as {
    start_url?: string;
    icons: readonly { src: string; type: string }[];
  };
  expect(manifest.start_url).toBeUndefined();
  for (const { src, type } of manifest.icons) {
    const icon = await request.get(new URL(src, address).href);
    expect([icon.status(), icon.headers()['content-type']]).toEqual([200, type]);
  }
});

async function press(page: Page, score: string): Promise<void> {
  await page.locator('label', { hasText: new RegExp(`^${score}$`) }).click();
  await page.getByRole('button', { name: 'Next' }).click();
}

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveAccessibleName(name, { timeout: 200 });
  }).toPass({ intervals: [0] });
}

/** The widget's script stays away until it is let go. */
async function holdScript(page: Page): Promise<() => Promise<void>> {
  const waiting: Route[] = [];
  let isFree = false;
  await page.route('**/otklik.js', (route) =>
    isFree ? route.continue() : void waiting.push(route),
  );
  return async () => {
    isFree = true;
    await Promise.all(waiting.map((route) => route.continue()));
  };
}

/** The widget stands where the form stood. */
async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('otklik-survey')?.shadowRoot?.querySelector('.shell') !== null,
  );
  await page.waitForFunction(
    () => document.querySelector('otklik-survey')?.shadowRoot?.querySelector('slot') === null,
  );
}
