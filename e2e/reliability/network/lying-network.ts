/**
 * A network that answers in the service's stead, in every way that networks do. In a real browser, with answers
 * on its disk, which are read before and after each lie: nothing but the service's own echo may remove one.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { createHostSite } from '../../support/host-site.ts';
import { hostPage } from '../../support/host-page.ts';
import { answerAll } from '../../support/short-survey.ts';
import { surveyOn } from '../../support/survey.ts';
import { lies, notNow, retryAfterForms } from '../faulty-line-lies.ts';
import type { MadeUpReply } from '../faulty-line-lies.ts';
import type { Fault, FaultyLine } from '../faulty-line.ts';
import type { Finding, Scale, Trial } from '../trial.ts';
import { createProfile, giveHope, keptBy } from './browser.ts';
import { openLab, storedBy } from './lab.ts';
import type { Lab } from './lab.ts';

/** So many answered surveys wait on the device. */
const WAITING = 3;
/** A machine that does other things too. */
const PATIENCE = { timeout: 30_000, intervals: [20] };

export const lyingNetwork: Trial = {
  name: 'lying-network',
  promise: 'Only the service’s own echo removes an answer from the device, whatever else answers.',
  missing: () => (process.env['CHROME_BIN'] === undefined ? 'no Chromium' : undefined),
  isInstallable: true,
  async run({ scale, log }) {
    const site = await createHostSite();
    const lab = await openLab([site.origin]);
    const profile = await createProfile();
    try {
      const page = await (await profile.open()).newPage();
      await page.clock.install();
      await answerOffline(page, hostPageOn(site, lab), lab);
      const device = { page, line: lab.line, before: await contentOf(page), scale, log };
      return [
        await askForPatience(device),
        await findTooLarge(device),
        await tellLies(device),
        await tellTheTruth(device, lab),
      ];
    } finally {
      await profile.remove();
      await lab.close();
      await site.close();
    }
  },
};

interface Device {
  readonly page: Page;
  readonly line: FaultyLine;
  /** All records, to the letter. */
  readonly before: string;
  readonly scale: Scale;
  readonly log: (line: string) => void;
}

function hostPageOn(site: Awaited<ReturnType<typeof createHostSite>>, { line, mint }: Lab): string {
  let visits = 0;
  site.token('/survey-token', () => {
    visits += 1;
    return mint({ survey: 'srv_short', respondent: `person-${visits}` });
  });
  return hostPage(site, '/', { service: line.origin, attributes: 'token-url="/survey-token"' });
}

async function answerOffline(page: Page, address: string, { line }: Lab): Promise<void> {
  // Says nothing about what was sent: the next request holds all of it.
  line.weather(toAnswers({ kind: 'reply', reply: notNow(503) }));
  for (let survey = 0; survey < WAITING; survey += 1) {
    await page.goto(address);
    await answerAll(surveyOn(page));
  }
}

/** Each readable by the page, as a proxy on the service's own name would make it, and hidden by the browser. */
async function tellLies(device: Device): Promise<Finding> {
  const told = Object.entries(lies).filter(([name]) => name !== 'tooLarge');
  let removed = 0;
  for (const [name, reply] of told) {
    for (const isReadable of [true, false]) {
      // What is hidden comes after the service has done its work: the same answers reach it again and again.
      await hear(device, { kind: 'reply', reply, isReadable, arrives: !isReadable });
      removed += await changesOf(device, `${name}${isReadable ? '' : ', hidden'}`);
    }
  }
  return {
    what: `${told.length} kinds of replies that are not the service’s, readable and hidden, in Chromium`,
    figures: `${removed} times a record was removed or changed`,
    isKept: removed === 0,
  };
}

/** Two rounds: when the second has begun, the first is over. */
async function hear({ page, line }: Device, fault: Fault): Promise<void> {
  line.weather(toAnswers(fault));
  for (let round = 0; round < 2; round += 1) {
    const before = sentOn(line);
    await giveHope(page);
    await expect.poll(() => sentOn(line), PATIENCE).toBeGreaterThan(before);
  }
}

/** `Retry-After` in every form: nothing is asked before its time, and a quarter of an hour is the most. */
async function askForPatience(device: Device): Promise<Finding> {
  let [forms, early, removed] = [0, 0, 0];
  const statuses = device.scale === 'full' ? ([429, 503] as const) : ([429] as const);
  for (const status of statuses) {
    for (const header of retryAfterForms(await nowOn(device.page))) {
      forms += 1;
      const waitS = Math.min(900, secondsIn(header, await nowOn(device.page)));
      const isEarly = await isAskedEarly(device, notNow(status, header), waitS);
      if (isEarly) device.log(`${status} Retry-After ${header}: asked before ${waitS} s`);
      early += Number(isEarly);
      removed += await changesOf(device, `${status} Retry-After ${header}`);
    }
  }
  return {
    what: `${forms} times Retry-After in all its forms, under ${statuses.join(' and ')}; at most 15 minutes are waited`,
    figures: `${early} times asked before, ${removed} times a record was removed or changed`,
    isKept: early + removed === 0,
  };
}

/** The request that is refused, others that are not even made, and one by itself when the time is over. */
async function isAskedEarly(
  { page, line }: Device,
  reply: MadeUpReply,
  waitS: number,
): Promise<boolean> {
  const first = sentOn(line);
  line.weather(toAnswers({ kind: 'reply', reply }));
  await giveHope(page);
  await expect.poll(() => sentOn(line), PATIENCE).toBe(first + 1);
  await expect.poll(() => isWaitingOn(page), PATIENCE).toBe(true);
  // The next refusal names no time, so that the next form begins with a request.
  line.weather(toAnswers({ kind: 'reply', reply: notNow(503) }));
  if (waitS > 2) {
    await page.clock.fastForward((waitS - 2) * 1000);
    await giveHope(page);
    await giveHope(page);
  }
  const before = sentOn(line);
  // Up to a quarter more than was asked for, and as long as a first pause may be.
  await page.clock.fastForward((waitS / 4 + 4.1) * 1000);
  await expect.poll(() => sentOn(line), PATIENCE).toBeGreaterThan(before);
  return before > first + 1;
}

/** What a form asks for; what is none asks for nothing. */
function secondsIn(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d+$/.test(header)) return Number(header);
  return header.endsWith(' GMT') ? Math.max(0, (Date.parse(header) - now) / 1000) : 0;
}

/** Somebody on the way finds too much in one request: less goes into the next, at once, and nothing is given up. */
async function findTooLarge(device: Device): Promise<Finding> {
  const { line } = device;
  const first = sentOn(line);
  await hear(device, { kind: 'reply', reply: lies.tooLarge });
  const sizes = batchesOn(line).slice(first);
  const removed = await changesOf(device, 'tooLarge');
  return {
    what: '413 to everything',
    figures: `requests with ${sizes.join(', ')} responses; ${removed} records removed or changed`,
    isKept: sizes[0] === WAITING && sizes.includes(1) && removed === 0,
  };
}

/** The same eyes see when records do go. */
async function tellTheTruth({ page, line }: Device, { service }: Lab): Promise<Finding> {
  line.heal();
  await giveHope(page);
  await expect.poll(async () => (await keptBy(page)).length, PATIENCE).toBe(0);
  const rows = await storedBy(service.client);
  const completed = rows.filter(({ status }) => status === 'completed');
  return {
    what: 'The service itself, after all that',
    figures: `${completed.length} of ${WAITING} responses stored, ${rows.length} rows, nothing left on the device`,
    isKept: completed.length === WAITING && rows.length === WAITING,
  };
}

const toAnswers =
  (fault: Fault) =>
  ({ path }: { readonly path: string }): Fault =>
    path === '/v1/responses' ? fault : { kind: 'pass' };

const batchesOn = (line: FaultyLine): readonly number[] =>
  line.exchanges
    .filter(({ path }) => path === '/v1/responses')
    .map(({ body }) => (JSON.parse(body) as { responses: unknown[] }).responses.length);

const sentOn = (line: FaultyLine): number => batchesOn(line).length;

async function contentOf(page: Page): Promise<string> {
  return JSON.stringify(await keptBy(page));
}

async function changesOf({ page, before, log }: Device, after: string): Promise<number> {
  const content = await contentOf(page);
  if (content === before) return 0;
  log(`After ${after}: ${content}`);
  return 1;
}

const nowOn = (page: Page): Promise<number> => page.evaluate(() => Date.now());

/** Whether the respondent was told last that the answers wait. */
function isWaitingOn(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: { delivery?: string }[] };
    return seen.findLast(({ delivery }) => delivery !== undefined)?.delivery === 'saved';
  });
}
