/** One person, one survey, a phone and a laptop that do not know of each other while they are off the line. */
import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';

import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { StoredResponse } from 'otklik/protocol';

import { SURVEY, SURVEY_ID } from './reliability/conflicts/survey.ts';
import { heardBy, hostPage } from './support/host-page.ts';
import { surveyOn } from './support/survey.ts';
import type { Survey } from './support/survey.ts';
import { expect, test as base } from './support/test.ts';

interface PersonalDevice {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly survey: Survey;
}

interface Devices {
  /** Opens the survey in a browser of its own. */
  readonly device: () => Promise<PersonalDevice>;
}

const test = base.extend<Devices>({
  device: async ({ browser, service, site, mint }, use) => {
    await service.client.putSurvey({ id: SURVEY_ID, draft: SURVEY });
    await service.client.publishSurvey({ id: SURVEY_ID });
    const wish = { survey: SURVEY_ID, respondent: 'anna', variables: { orderNumber: 'A-1' } };
    site.token('/survey-token', () => mint(wish));
    const attributes = 'token-url="/survey-token" display="inline"';
    const address = hostPage(site, '/', { service: service.origin, attributes });
    const opened: BrowserContext[] = [];
    await use(async () => {
      const device = await open(browser, address);
      opened.push(device.context);
      return device;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

async function open(browser: Browser, address: string): Promise<PersonalDevice> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const survey = surveyOn(page);
  // Who has passed the first screen on another device begins on the second.
  await expect(survey.question(/Why\?|Anything else\?/)).toBeVisible();
  if (await survey.back.isVisible()) await survey.back.click();
  await expect(survey.question('Why?')).toBeVisible();
  return { context, page, survey };
}

const why = ({ survey }: PersonalDevice) => survey.element.getByRole('textbox', { name: 'Why?' });
const score = ({ survey }: PersonalDevice, value: number) =>
  survey.element.getByRole('radio', { name: new RegExp(`^${value}(\\D|$)`) });
const tick = ({ survey }: PersonalDevice, label: string) =>
  survey.element.getByRole('checkbox', { name: label });

/** Resolves when the device has told that it is saved. */
async function rate(device: PersonalDevice, value: number): Promise<void> {
  await saving(device, () => score(device, value).click({ force: true }));
}

async function write(device: PersonalDevice, text: string): Promise<void> {
  await saving(device, async () => {
    await why(device).fill(text);
    await why(device).blur();
  });
}

async function saving({ page }: PersonalDevice, act: () => Promise<void>): Promise<void> {
  const saves = async (): Promise<number> =>
    (await heardBy(page)).filter(({ delivery }) => delivery === 'saved').length;
  const before = await saves();
  await act();
  await expect.poll(saves).toBeGreaterThan(before);
}

async function goOn({ survey }: PersonalDevice): Promise<void> {
  await survey.next();
  await expect(survey.question('Anything else?')).toBeVisible();
}

async function finish(device: PersonalDevice): Promise<void> {
  await goOn(device);
  await device.survey.next();
  await expect(device.survey.question('Thank you!')).toBeVisible();
}

type Stored = () => Promise<readonly StoredResponse[]>;

/** What counts, by question, of the one response that there is. */
/** Of one person, who has said 3 on the phone and gone back to it there. */
async function bothAtTheScore(
  device: Devices['device'],
  stored: Stored,
): Promise<Readonly<Record<'phone' | 'laptop', PersonalDevice>>> {
  const phone = await device();
  await rate(phone, 3);
  await goOn(phone);
  await expect.poll(() => values(stored)).toMatchObject({ score: 3 });
  await phone.survey.back.click();
  const laptop = await device();
  await expect(score(laptop, 3)).toBeChecked();
  return { phone, laptop };
}

async function values(stored: Stored): Promise<Record<string, unknown>> {
  const [response, ...others] = await stored();
  expect(others).toEqual([]);
  const entries = Object.entries(response?.answers ?? {});
  return Object.fromEntries(entries.map(([id, { value }]) => [id, value]));
}

// Two browsers, with the courier's pauses in between.
test.beforeEach(() => test.slow());

for (const first of ['phone', 'laptop'] as const) {
  test(`each question keeps its newest answer when the ${first} is back on the line first`, async ({
    device,
    stored,
  }) => {
    const { phone, laptop } = await bothAtTheScore(device, stored);

    await Promise.all([phone, laptop].map(({ context }) => context.setOffline(true)));
    await rate(phone, 5);
    await write(laptop, 'From the laptop');
    await rate(laptop, 8);
    await write(phone, 'From the phone, later');
    await goOn(phone);
    await goOn(laptop);

    const order = first === 'phone' ? [phone, laptop] : [laptop, phone];
    for (const { context, page } of order) {
      await context.setOffline(false);
      await expect
        .poll(async () => (await heardBy(page)).at(-1)?.delivery, { timeout: 20_000 })
        .toBe('sent');
    }
    await expect
      .poll(() => values(stored), { timeout: 20_000 })
      .toMatchObject({ score: 8, why: 'From the phone, later' });

    for (const one of order) {
      await one.page.reload();
      await expect(one.survey.question('Anything else?')).toBeVisible();
      await one.survey.back.click();
      await expect(score(one, 8)).toBeChecked();
      await expect(why(one)).toHaveValue('From the phone, later');
    }
  });
}

test('a change on one device after the other has finished is refused, kept aside, and told', async ({
  device,
  service,
  stored,
}) => {
  const { phone, laptop } = await bothAtTheScore(device, stored);

  await phone.context.setOffline(true);
  await rate(phone, 10);
  await write(phone, 'Too late');
  await finish(laptop);
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');

  await goOn(phone);
  await phone.context.setOffline(false);
  await expect(phone.survey.question('Anything else?')).toBeHidden({ timeout: 20_000 });
  await expect(phone.survey.question('Thank you!')).toBeVisible();
  expect(await values(stored)).toMatchObject({ score: 3, why: null });
  const aside = await service.client.listQuarantine({ survey: SURVEY_ID });
  expect(aside.items).toMatchObject([
    {
      reason: 'response_final',
      payload: { answers: { score: { value: 10 }, why: { value: 'Too late' } } },
    },
  ]);

  // An operator may decide that it counts all the same, once.
  const { id } = aside.items[0]!;
  await service.client.repairQuarantined({ id, overFinal: true, note: 'She called us.' });
  expect(await values(stored)).toMatchObject({ score: 10, why: 'Too late' });
  await expect(service.client.repairQuarantined({ id })).rejects.toMatchObject({
    code: 'quarantine_settled',
  });
});

test('a consent given here and a file sent from there are both in the response', async ({
  device,
  service,
  stored,
}) => {
  const bill = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(60_000)]);
  const { phone, laptop } = await bothAtTheScore(device, stored);

  await Promise.all([phone, laptop].map(({ context }) => context.setOffline(true)));
  await saving(laptop, () => tick(laptop, 'Yes, you may').click({ force: true }));
  const upload = { name: 'bill.pdf', mimeType: 'application/pdf', buffer: bill };
  await phone.survey.add(upload);
  await expect(phone.survey.element.getByText(/% sent|Will be sent/).first()).toBeVisible();
  await goOn(phone);
  await goOn(laptop);
  for (const { context } of [laptop, phone]) await context.setOffline(false);

  await expect
    .poll(() => values(stored), { timeout: 20_000 })
    .toMatchObject({ score: 3, terms: true, bill: [{ name: 'bill.pdf' }] });
  const [response] = await stored();
  expect(response?.answers['terms']?.consent).toMatchObject({
    textHash: createHash('sha256').update('Yes, you may').digest('hex'),
    lang: 'en',
  });
  const files = async () => (await service.client.listFiles({ id: response!.id })).items;
  await expect.poll(async () => (await files())[0]?.complete, { timeout: 20_000 }).toBe(true);
  const [file] = await files();
  const content = await buffer(
    await service.client.downloadFile({ id: response!.id, file: file!.id }),
  );
  expect(content.equals(bill)).toBe(true);
});
