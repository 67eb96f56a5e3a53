import { connectWorkplace, openWorkplace } from '../demo/workplace.ts';
import type { Workplace } from '../demo/workplace.ts';
import { createTestService } from './support/service.ts';
import { expect, test as base } from './support/test.ts';

const test = base.extend<{ readonly workplace: Workplace }>({
  workplace: async ({}, use) => {
    const workplace = await openWorkplace();
    await use(workplace);
    await workplace.close();
  },
  service: async ({ blank, workplace }, use) => {
    const service = await createTestService(blank, { OTKLIK_OWN_HOSTS: workplace.hosts.join(',') });
    await service.start();
    await connectWorkplace(service.client, workplace);
    await use(service);
    await service.remove();
  },
});

for (const crm of ['amoCrm', 'bitrix24'] as const) {
  test(`a deal is closed in ${crm}: its card gets a link, and then the answers`, async ({
    page,
    service: _connected,
    stored,
    workplace,
  }) => {
    await page.goto(workplace[crm].url);
    await page.getByRole('button', { name: 'Close the deal' }).click();
    await expect(page.getByText('Won')).toBeVisible();
    const link = page.getByRole('link', { name: /\/s\// });
    await expect(link).toBeVisible({ timeout: 20_000 });

    await link.click();
    await page.locator('label', { hasText: /^3$/ }).click();
    await expect(page.getByText('What should we do better?')).toBeVisible();
    await page.getByRole('textbox').fill('Ждали неделю & <больше>');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByText('Thank you')).toBeVisible();
    await expect.poll(async () => (await stored())[0]?.status).toBe('completed');

    await page.goto(workplace[crm].url);
    await expect(page.getByText('What should we do better? Ждали неделю & <больше>')).toBeVisible({
      timeout: 20_000,
    });
    await expect(page.getByText(/^Task, until/)).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: /^3$/ })).toBeVisible();

    await test.info().attach('card', { body: await page.screenshot({ fullPage: true }) });
    await page.goto(workplace.slack.url);
    await expect(page.getByRole('heading', { name: /NPS 3/ })).toBeVisible({ timeout: 20_000 });
    await page.goto(workplace.powerBi.url);
    await expect(page.getByText('Score 3')).toBeVisible({ timeout: 20_000 });
  });
}
