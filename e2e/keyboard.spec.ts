import { short } from './support/short-survey.ts';
import { expect, test } from './support/host-test.ts';

test('the keyboard alone leads from the first question to the thank-you', async ({
  page,
  stored,
  open,
}) => {
  const survey = await open({ display: 'inline' });
  const focused = survey.element.locator(':focus');
  const tabTo = async (name: RegExp): Promise<void> => {
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(focused).toHaveAccessibleName(name, { timeout: 200 });
    }).toPass({ intervals: [0] });
  };

  await expect(survey.question(short.first)).toBeVisible();
  await tabTo(/^(0|10)(\D|$)/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(survey.question(short.first), 'arrows choose, they do not move on').toBeVisible();
  await expect(survey.element.getByRole('radio', { name: '2', exact: true })).toBeChecked();
  await page.keyboard.press('Enter');

  await expect(survey.question(short.second)).toBeVisible();
  await expect(focused, 'the focus is on the new question').toContainText(/What matters most/);
  await tabTo(/The price/);
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(survey.element.getByRole('radio', { name: 'The speed' })).toBeChecked();
  await page.keyboard.press('Enter');

  await expect(survey.question(short.third)).toBeVisible();
  await tabTo(/Anything else/);
  await page.keyboard.type('Typed, not tapped');
  await tabTo(short.email);
  await page.keyboard.type('not an address');
  await page.keyboard.press('Enter');
  await expect(focused, 'the focus is on what must be mended').toHaveAccessibleName(short.email);
  await expect(focused).toHaveAttribute('aria-invalid', 'true');
  await focused.fill('person@example.com');
  await page.keyboard.press('Enter');

  await expect(survey.question(short.thanks)).toBeVisible();
  await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
  expect(await stored()).toMatchObject([
    {
      answers: {
        recommend: { value: 2 },
        matters: { value: 'speed' },
        more: { value: 'Typed, not tapped' },
        email: { value: 'person@example.com' },
      },
    },
  ]);
});
