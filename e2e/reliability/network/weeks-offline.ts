/**
 * A device that was offline for weeks, and was switched off and on meanwhile; its tokens are long dead. What is on
 * its disk goes out in few requests, oldest first, until the deadline. After the deadline it stays on the device,
 * and goes out when its respondent comes back.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createClient } from 'otklik/backend';
import type { OtklikClient } from 'otklik/backend';
import { startService } from 'otklik/service';

import { heardBy, hostPage } from '../../support/host-page.ts';
import { createHostSite } from '../../support/host-site.ts';
import type { HostSite } from '../../support/host-site.ts';
import { answerFirst, answerSecond, answerThird } from '../../support/short-survey.ts';
import { surveyOn } from '../../support/survey.ts';
import { publishFile, shortSurvey } from '../../support/surveys.ts';
import { offlineMint } from '../../support/tokens.ts';
import type { Mint } from '../../support/tokens.ts';
import { createFaultyLine } from '../faulty-line.ts';
import type { FaultyLine } from '../faulty-line.ts';
import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { Account, figuresOf, isClean } from './account.ts';
import { createProfile, keepAll, keptBy } from './browser.ts';
import type { KeptRecord, Profile } from './browser.ts';
import { inTurns } from './crowd.ts';
import { createDevice } from './device.ts';
import { rowOf, storedBy } from './lab.ts';
import { longAnswers, longSurvey } from './long-survey.ts';

const DAY_MS = 86_400_000;
/** A shared device: so many people use it. */
const PEOPLE = 20;
const REQUESTS_MAX = 20;
const PATIENCE = { timeout: 60_000, intervals: [50] };

export const weeksOffline: Trial = {
  name: 'weeks-offline',
  promise:
    'Four weeks without a line cost no answer; after the deadline nothing vanishes silently.',
  missing: () => (process.env['CHROME_BIN'] === undefined ? 'no Chromium' : undefined),
  isInstallable: true,
  async run(options) {
    const site = await createHostSite();
    const world = await openWorld(site);
    const profile = await createProfile();
    try {
      return [
        await comeBackInTime({ ...world, site, profile }, options),
        await comeBackTooLate({ ...world, site, profile }, options),
        await answerTooLate({ ...world, site, profile }),
      ];
    } finally {
      await profile.remove();
      await world.close();
      await site.close();
    }
  },
};

/** A service whose clock is in the trial's hands, and the line to it. */
interface World {
  readonly client: OtklikClient;
  readonly line: FaultyLine;
  readonly mint: Mint;
  /** All clocks: the service's, and of the pages that are opened from now on. */
  readonly clock: { aheadMs: number };
}

interface Setting extends World {
  readonly site: HostSite;
  readonly profile: Profile;
}

async function openWorld(site: HostSite): Promise<World & { close(): Promise<void> }> {
  const clock = { aheadMs: 0 };
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-weeks-'));
  const rootKey = `otk_${'weeks'.repeat(8)}`;
  const service = await startService({
    port: 0,
    dataDir,
    rootKey,
    origins: [site.origin],
    rates: 'off',
    logLevel: 'error',
    now: () => new Date(Date.now() + clock.aheadMs),
  });
  const client = createClient({ endpoint: service.url, apiKey: rootKey });
  await client.putSurvey({ id: 'srv_long', draft: longSurvey });
  await client.publishSurvey({ id: 'srv_long' });
  await publishFile(client, shortSurvey);
  const line = await createFaultyLine(service.url);
  return {
    client,
    line,
    clock,
    mint: await offlineMint(client),
    async close() {
      await line.close();
      await service.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function comeBackInTime(setting: Setting, options: TrialOptions): Promise<Finding> {
  const { client, line, clock } = setting;
  const account = new Account();
  const chance = seeded(options.seed).branch('weeks-offline');
  const amount = options.scale === 'full' ? 500 : 150;
  const names = Array.from({ length: amount }, (_, n) => `order-${n}`);
  await leaveOnDevice(await answerAll(names, setting, account, chance), setting);
  const restarts = options.scale === 'full' ? 20 : 1;
  for (let start = 0; start < restarts; start += 1) await failOnce(setting);

  clock.aheadMs = 29 * DAY_MS;
  line.heal();
  const before = line.exchanges.length;
  const startedAt = performance.now();
  const page = await openQuietPage(setting);
  await expect.poll(async () => (await keptBy(page)).length, PATIENCE).toBe(0);
  const seconds = (performance.now() - startedAt) / 1000;

  const requests = submissionsOn(line, before);
  const ids = requests.flat();
  const isInOrder = ids.every((id, n) => n === 0 || id > (ids[n - 1] ?? ''));
  const rows = await storedBy(client);
  const verdict = await account.judge(rows.map(rowOf));
  return {
    what: `${amount} responses of 10 answers, offline for 29 days, ${restarts} restarts, tokens dead`,
    figures: `${figuresOf(verdict)}; all in after ${requests.length} requests and ${seconds.toFixed(1)} s, ${isInOrder ? 'oldest first' : 'out of order'}`,
    isKept:
      isClean(verdict, options.log) &&
      rows.length === amount &&
      requests.length <= REQUESTS_MAX &&
      isInOrder,
  };
}

async function comeBackTooLate(setting: Setting, options: TrialOptions): Promise<Finding> {
  const { client, line, clock } = setting;
  clock.aheadMs = 0;
  const account = new Account();
  const names = ['late-0', 'late-1', 'late-2'];
  const chance = seeded(options.seed).branch('too late');
  await leaveOnDevice(await answerAll(names, setting, account, chance), setting);
  clock.aheadMs = 31 * DAY_MS;
  line.heal();
  const rowsBefore = (await storedBy(client)).length;
  const page = await openQuietPage(setting);
  const refused = async (): Promise<number> =>
    (await keptBy(page)).filter(({ parked }) => parked === 'grant_expired').length;
  await expect.poll(refused, PATIENCE).toBe(names.length);
  const rowsAfter = (await storedBy(client)).length;

  for (const occasion of names) {
    await openAskingPage({ survey: 'srv_long', respondent: personOf(occasion), occasion }, setting);
    await expect
      .poll(async () => (await storedBy(client)).length, PATIENCE)
      .toBe(rowsAfter + 1 + names.indexOf(occasion));
  }
  const rows = (await storedBy(client)).slice(rowsBefore);
  const verdict = await account.judge(rows.map(rowOf));
  return {
    what: `${names.length} responses that come a day after their deadline`,
    figures: `none taken at first, ${names.length} still on the device; ${rows.length} received when their people came back: ${figuresOf(verdict)}`,
    isKept:
      isClean(verdict, options.log) && rowsAfter === rowsBefore && rows.length === names.length,
  };
}

/** A page that stays open for longer than its grant is good: the respondent is told, and nothing is gone. */
async function answerTooLate(setting: Setting): Promise<Finding> {
  const { client, clock } = setting;
  const rowsBefore = (await storedBy(client)).length;
  const wish = { survey: 'srv_short', respondent: 'person-slow', occasion: 'order-slow' };
  const page = await openAskingPage(wish, setting);
  const survey = surveyOn(page);
  await answerFirst(survey);
  await answerSecond(survey);
  await expect.poll(async () => (await storedBy(client)).length, PATIENCE).toBe(rowsBefore + 1);
  clock.aheadMs += 31 * DAY_MS;
  // It counts in 32 bits.
  await page.clock.fastForward(15 * DAY_MS);
  await page.clock.fastForward(16 * DAY_MS);
  await answerThird(survey);
  const toldLast = async (): Promise<string | undefined> =>
    (await heardBy(page)).findLast(({ delivery }) => delivery !== undefined)?.delivery;
  await expect.poll(toldLast, PATIENCE).toBe('blocked');
  const kept = (await keptBy(page)).filter(({ respondent }) => respondent === 'person-slow');
  const says = (await survey.element.getByRole('status').allTextContents()).join(' ').trim();

  await openAskingPage(wish, setting);
  const completed = async (): Promise<boolean> =>
    (await storedBy(client)).some(
      ({ respondent, status }) => respondent === 'person-slow' && status === 'completed',
    );
  await expect.poll(completed, PATIENCE).toBe(true);
  return {
    what: 'A survey left open for 31 days, and then finished',
    figures: `told "blocked" (“${says}”), ${kept.length} record kept; received on the next visit`,
    isKept: kept.length === 1 && kept[0]?.parked === 'grant_expired',
  };
}

/** What a widget leaves behind that has no line from the first question on. */
async function answerAll(
  occasions: readonly string[],
  { mint, line, site }: Setting,
  account: Account,
  chance: Chance,
): Promise<readonly KeptRecord[]> {
  const kept: KeptRecord[] = [];
  await inTurns(occasions, 8, async (occasion) => {
    const respondent = personOf(occasion);
    account.respondents.set(occasion, respondent);
    const own = chance.branch(occasion);
    const device = createDevice({ endpoint: line.origin, page: site.origin, chance: own });
    const variables = { orderNumber: occasion };
    const visit = await device.begin(await mint({ survey: 'srv_long', respondent, variables }));
    const screens = longAnswers(occasion, own);
    for (const [n, answers] of screens.entries()) {
      account.note({ kind: 'tries', occasion, answers, isLast: n === screens.length - 1 });
      await visit.finish(answers);
      account.note({ kind: 'answered', occasion, answers });
    }
    kept.push(...(await device.records()));
  });
  return kept;
}

async function leaveOnDevice(records: readonly KeptRecord[], setting: Setting): Promise<void> {
  setting.site.page('/empty', '<!doctype html><title>Nothing</title>');
  const page = await (await setting.profile.open()).newPage();
  await page.goto(`${setting.site.origin}/empty`);
  await keepAll(page, records);
}

/** The device is switched on, finds no service, and is switched off. */
async function failOnce(setting: Setting): Promise<void> {
  const { line } = setting;
  line.weather(({ path }) =>
    path.startsWith('/v1/') ? { kind: 'cut-request', at: 'start' } : { kind: 'pass' },
  );
  const before = line.done['cut-request'];
  const page = await openQuietPage(setting);
  await expect.poll(() => line.done['cut-request'], PATIENCE).toBeGreaterThan(before);
  await page.close();
}

/** A page of the same site that asks nobody anything. */
async function openQuietPage({ site, profile, line, clock }: Setting): Promise<Page> {
  const address = hostPage(site, '/quiet', { service: line.origin, attributes: 'hidden' });
  const page = await (await profile.open()).newPage();
  await page.clock.install({ time: Date.now() + clock.aheadMs });
  await page.goto(address);
  return page;
}

interface Wish {
  readonly survey: string;
  readonly respondent: string;
  readonly occasion: string;
}

async function openAskingPage(
  { survey, respondent, occasion }: Wish,
  { site, profile, line, clock, mint }: Setting,
): Promise<Page> {
  const variables = { orderNumber: occasion };
  site.token('/survey-token', () =>
    mint({ survey, respondent, variables }, Date.now() + clock.aheadMs),
  );
  const attributes = 'token-url="/survey-token"';
  const address = hostPage(site, '/', { service: line.origin, attributes });
  const page = await (await profile.open()).newPage();
  await page.clock.install({ time: Date.now() + clock.aheadMs });
  await page.goto(address);
  return page;
}

function personOf(occasion: string): string {
  return `person-${Number(occasion.split('-')[1]) % PEOPLE}`;
}

/** Ids in each request. */
function submissionsOn({ exchanges }: FaultyLine, from: number): readonly (readonly string[])[] {
  return exchanges
    .slice(from)
    .filter(({ path }) => path === '/v1/responses')
    .map(({ body }) =>
      (JSON.parse(body) as { responses: { id: string }[] }).responses.map(({ id }) => id),
    );
}
