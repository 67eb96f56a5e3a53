import { accessibilityTree } from './accessibility-tree.ts';
import { expect, kindSurveys, test } from './gallery.ts';
import { follow, tabTo } from './hands.ts';

const SEND = /^(Send|Skip|Next)$/;

for (const kind of kindSurveys) {
  test(`${kind.name} is answered by keyboard alone, and says what it is`, async ({
    page,
    gallery,
  }) => {
    await gallery.openOne(page, kind);
    const survey = page.locator('otklik-survey');
    await expect(survey.locator('h2')).toHaveCount(1);
    // Until what keeps files is there, none can be added.
    await expect(survey.locator(':disabled')).toHaveCount(0);
    const trees = [`asked\n${await accessibilityTree(page)}`];

    if (!kind.isFree) {
      await tabTo(page, SEND);
      await page.keyboard.press('Enter');
      await expect(survey.locator('.fault').first()).not.toBeEmpty();
      trees.push(`sent empty\n${await accessibilityTree(page)}`);
      // The focus is on what is to be mended: a step back, and the next Tab comes to it.
      await page.keyboard.press('Shift+Tab');
    }
    await follow(page, kind.steps);
    // A link leads to another tab, and this one is drawn when the browser finds time for it.
    await expect(survey.locator('[part=next]')).not.toHaveText('Skip');
    trees.push(`answered\n${await accessibilityTree(page)}`);
    expect(trees.join('\n')).toMatchSnapshot(`${kind.name}.txt`);

    await tabTo(page, SEND);
    await page.keyboard.press('Enter');
    await expect(survey.getByText('Thank you!')).toBeVisible();
    await expect.poll(async () => (await gallery.stored(kind))[0]?.status).toBe('completed');
    const [response] = await gallery.stored(kind);
    const wanted = Object.entries(kind.answers).map(([id, value]) => [id, { value }]);
    expect(response?.answers).toMatchObject(Object.fromEntries(wanted) as Record<string, unknown>);
  });
}
