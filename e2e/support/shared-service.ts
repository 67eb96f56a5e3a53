/**
 * For tests that ask nothing of the service but to be there: one for all that a worker runs, because to start it
 * takes longer than most of them. Respondents are anonymous, or nobody else's.
 */
import { createTestService } from './service.ts';
import type { TestService } from './service.ts';
import { test as base } from './test.ts';
import { offlineMint } from './tokens.ts';
import type { Mint } from './tokens.ts';

interface House {
  readonly service: TestService;
  readonly mint: Mint;
}

export const test = base.extend<object, { house: House }>({
  house: [
    async ({ blank }, use) => {
      const service = await createTestService(blank);
      await service.start();
      await use({ service, mint: await offlineMint(service.client) });
      await service.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  service: async ({ house }, use) => use(house.service),
  mint: async ({ house }, use) => use(house.mint),
  /** Of this test. */
  stored: async ({ stored }, use) => {
    const earlier = new Set((await stored()).map(({ id }) => id));
    await use(async () => (await stored()).filter(({ id }) => !earlier.has(id)));
  },
});

export { expect } from '@playwright/test';
