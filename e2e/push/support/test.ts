import { test as base } from '@playwright/test';
import type { Invitation, InvitationRequest, PushMessage, StoredResponse } from 'otklik/protocol';

import { createTestService } from '../../support/service.ts';
import { publishFile, shortSurvey } from '../../support/surveys.ts';
import { startDesktop } from './desktop.ts';
import type { Desktop } from './desktop.ts';
import { startDevice } from './device.ts';
import type { Device } from './device.ts';
import { createOwnDomain } from './own-domain.ts';
import type { OwnDomain } from './own-domain.ts';

interface Situation {
  readonly desktop: Desktop;
  readonly device: Device;
  /** Invites somebody new to the short survey, by link: what is pushed then, a test says itself. */
  readonly invite: (wish?: Partial<InvitationRequest>) => Promise<Invitation>;
  readonly invitation: (id: string) => Promise<Invitation>;
  /** Responses of one invitation's respondent. */
  readonly stored: (invitation: Invitation) => Promise<readonly StoredResponse[]>;
}

interface House {
  readonly monitor: Desktop | string;
  readonly domain: OwnDomain;
}

export const test = base.extend<Situation, House>({
  monitor: [
    async ({}, use) => {
      const monitor = await startDesktop();
      await use(monitor);
      if (typeof monitor !== 'string') await monitor.stop();
    },
    { scope: 'worker' },
  ],
  domain: [
    async ({}, use) => {
      const domain = await createOwnDomain(async (port, publicUrl) => {
        const service = await createTestService(process.env['OTKLIK_TEST_BLANK'], {
          OTKLIK_PORT: String(port),
          OTKLIK_PUBLIC_URL: publicUrl,
        });
        await service.start();
        return service;
      });
      await publishFile(domain.client, shortSurvey);
      await use(domain);
      await domain.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  desktop: async ({ monitor }, use, testInfo) => {
    if (typeof monitor === 'string') {
      // Where every change is judged, a push that was not tried is not a push that works.
      if (process.env['CI'] === 'true') throw new Error(monitor);
      testInfo.skip(true, monitor);
      return;
    }
    monitor.clear();
    await use(monitor);
  },
  device: async ({ playwright, launchOptions, desktop }, use) => {
    const device = await startDevice(playwright.chromium, launchOptions, desktop);
    await use(device);
    await device.close();
  },
  invite: async ({ domain }, use) => {
    let people = 0;
    await use((wish = {}) => {
      people += 1;
      const respondent = `${test.info().testId}-${people}`;
      return domain.client.createInvitation({ survey: 'srv_short', respondent, ...wish });
    });
  },
  invitation: async ({ domain }, use) => use((id) => domain.client.getInvitation({ id })),
  stored: async ({ domain }, use) => {
    await use(async ({ respondent }) => {
      const responses: StoredResponse[] = [];
      for await (const one of domain.client.listResponses.all({ respondent })) responses.push(one);
      return responses;
    });
  },
});

/** What the service pushes for an invitation. */
export function messageOf(
  { id, link }: Invitation,
  changed: Partial<PushMessage> = {},
): PushMessage {
  return {
    otklik: 1,
    invitation: id,
    link,
    title: 'How was it?',
    body: 'Three short questions',
    lang: 'en',
    ...changed,
  };
}

export { expect } from '@playwright/test';
