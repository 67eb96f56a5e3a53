import { test as base } from '@playwright/test';
import { createClient } from 'otklik/backend';
import type { StoredResponse } from 'otklik/protocol';

import { prepareProject } from '../../demo/preparation.ts';
import { serveShop } from '../../demo/shop/serve.ts';
import type { RunningShop } from '../../demo/shop/serve.ts';
import { createFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { createHostSite } from './host-site.ts';
import type { HostSite } from './host-site.ts';
import { createTestService } from './service.ts';
import type { TestService } from './service.ts';
import { offlineMint } from './tokens.ts';
import type { Mint } from './tokens.ts';
import { publishFile, shortSurvey } from './surveys.ts';

interface Situation {
  /** A service of this test alone, started. */
  readonly service: TestService;
  /** Everything that has been stored, in the order of arrival. */
  readonly stored: () => Promise<readonly StoredResponse[]>;
  /** Whether the shop's pages reach the service through `line`; else straight. */
  readonly shopOnLine: boolean;
  readonly shop: RunningShop;
  /** A line between pages and service that a test can disturb. */
  readonly line: FaultProxy;
  /** Signs survey tokens as the customer's backend does, without asking the service. */
  readonly mint: Mint;
  /** A website of this test's own, with the short survey published and its origin allowed. */
  readonly site: HostSite;
}

interface Workshop {
  /** A data folder to begin with a copy of; support/blank-setup.ts has made it. */
  readonly blank: string;
}

export const test = base.extend<Situation, Workshop>({
  blank: [async ({}, use) => use(process.env['OTKLIK_TEST_BLANK'] ?? ''), { scope: 'worker' }],
  service: async ({ blank }, use) => {
    const service = await createTestService(blank);
    await service.start();
    await use(service);
    await service.remove();
  },
  stored: async ({ service }, use) => {
    await use(async () => {
      const responses: StoredResponse[] = [];
      for await (const response of service.client.listResponses.all({})) responses.push(response);
      return responses;
    });
  },
  shopOnLine: [false, { option: true }],
  shop: async ({ service, line, shopOnLine }, use) => {
    const shopKey = await prepareProject(service.client);
    const client = createClient({ endpoint: service.origin, apiKey: shopKey });
    const shop = await serveShop({
      port: 0,
      service: shopOnLine ? line.origin : service.origin,
      client,
    });
    await use(shop);
    await shop.close();
  },
  line: async ({ service }, use) => {
    const line = await createFaultProxy(service.origin);
    await use(line);
    await line.close();
  },
  mint: async ({ service }, use) => {
    await use(await offlineMint(service.client));
  },
  site: async ({ service }, use) => {
    const site = await createHostSite();
    await publishFile(service.client, shortSurvey);
    await service.client.changeProject({ origins: [site.origin] });
    await use(site);
    await site.close();
  },
});

export { expect } from '@playwright/test';
