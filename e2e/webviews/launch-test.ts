import type { Invitation, PushChannelSettings, StoredResponse } from 'otklik/protocol';

import { createOwnDomain } from '../push/support/own-domain.ts';
import type { OwnDomain } from '../push/support/own-domain.ts';
import { startSendingService } from '../push/support/sending-service.ts';
import { publishFile, shortSurvey } from '../support/surveys.ts';
import { App } from './app.ts';
import { startApns } from './phones/apns.ts';
import { startFcm } from './phones/fcm.ts';
import type { PhoneNetwork } from './phones/phone-network.ts';
import { Phone } from './phones/phone.ts';
import { test as base } from './test.ts';

interface Situation {
  /** Whether the system calls the app with every push, as the project has set its channel. */
  readonly isWoken: boolean;
  /** The respondent's, with the app around the web view. */
  readonly phone: Phone;
  /** The same person's other device. */
  readonly tablet: Phone;
  /** Invites that person to the short survey, by push to both. */
  readonly invite: () => Promise<Invitation>;
  readonly invitation: (id: string) => Promise<Invitation>;
  /** Responses of that person. */
  readonly stored: () => Promise<readonly StoredResponse[]>;
  readonly network: Network;
}

type WakingSettings = Extract<PushChannelSettings, { readonly channel: 'apns' | 'fcm' }>;

interface Network {
  /** Whether the phone has one. */
  isThere: boolean;
  /** Nothing is ever said to this path. */
  held: string | undefined;
}

interface House {
  /** A service that sends, and the push services of both makes of phones. */
  readonly house: {
    readonly domain: OwnDomain;
    readonly networks: Readonly<Record<'Chromium' | 'WebKitGTK', PhoneNetwork>>;
  };
}

/** One service for all tests of a worker; each has a person of its own. */
export const test = base.extend<Situation, House>({
  house: [
    async ({}, use) => {
      const networks = { Chromium: await startFcm(), WebKitGTK: await startApns() };
      const domain = await createOwnDomain(startSendingService);
      await publishFile(domain.client, shortSurvey);
      await use({ domain, networks });
      await domain.close();
      await Promise.all(Object.values(networks).map((network) => network.close()));
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  app: async ({}, use) => use(new App(undefined, { plan: 'family' })),
  isWoken: [false, { option: true }],
  phone: async ({ house, kind }, use) => use(new Phone(house.networks[kind], house.domain.origin)),
  tablet: async ({ house, kind }, use) => use(new Phone(house.networks[kind], house.domain.origin)),
  invite: async ({ house, kind, isWoken, phone, tablet }, use) => {
    const { client } = house.domain;
    const settings = house.networks[kind].settings as WakingSettings;
    await client.putPushChannel({ ...settings, ...(isWoken && { wakesApp: 'always' }) });
    await use(() =>
      client.createInvitation({
        survey: 'srv_short',
        respondent: test.info().testId,
        variables: { orderNumber: 'A-17' },
        channels: [phone.address.channel],
        addresses: [phone.address, tablet.address],
      }),
    );
  },
  invitation: async ({ house }, use) => use((id) => house.domain.client.getInvitation({ id })),
  stored: async ({ house }, use) => {
    const respondent = test.info().testId;
    await use(async () => (await house.domain.client.listResponses({ respondent })).items);
  },
  network: async ({ house }, use) => {
    const { line } = house.domain;
    const network: Network = { isThere: true, held: undefined };
    line.fault('/', async ({ path }, { cut, answer, forward }) => {
      if (!network.isThere) cut();
      else if (path !== network.held) answer(await forward());
    });
    await use(network);
  },
});

export { expect } from '@playwright/test';
