/**
 * R3: one person's survey in up to five tabs of one browser, and another survey beside it. One tab is frozen while
 * its request is under way, with the lock in its hands; another crashes.
 */
import { setTimeout as pass } from 'node:timers/promises';

import { chromium } from '@playwright/test';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import type { StoredResponse } from 'otklik/protocol';

import { createHostSite } from '../../support/host-site.ts';
import { chromiumOptions } from '../browsers/chromium-options.ts';
import { openLab, storedBy } from '../network/lab.ts';
import type { Lab } from '../network/lab.ts';
import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { serveTabs, survey, SURVEYS } from './site.ts';
import type { SurveyName, Told } from './site.ts';

const SIZES = { short: { tabs: 3, answers: 60 }, full: { tabs: 5, answers: 1000 } };
const PATIENCE_MS = 60_000;
/** A frozen tab may keep the others from sending for so long. */
const FROZEN_MAX_MS = 15_000;
const REDUNDANT_MAX = 0.05;

interface Tab {
  readonly name: string;
  readonly survey: SurveyName;
  readonly page: Page;
  readonly cdp: CDPSession;
}

interface Rig {
  readonly lab: Lab;
  readonly told: readonly Told[];
  readonly open: (name: string, survey: SurveyName) => Promise<Tab>;
}

export const tabs: Trial = {
  name: 'tabs',
  promise: 'Many tabs of one person make one response, and none keeps the others’ answers back',
  missing: () => (process.env['CHROME_BIN'] === undefined ? 'no Chromium' : undefined),
  isInstallable: true,
  async run(options) {
    const site = await createHostSite();
    const lab = await openLab([site.origin]);
    let browser: Browser | undefined;
    try {
      for (const id of SURVEYS) {
        await lab.service.client.putSurvey({ id, draft: survey });
        await lab.service.client.publishSurvey({ id });
      }
      const told = serveTabs(site, lab.line.origin, lab.mint);
      browser = await chromium.launch(chromiumOptions('--disable-background-networking'));
      const context = await browser.newContext();
      const open = (name: string, of: SurveyName): Promise<Tab> =>
        openTab(context, `${site.origin}/?tab=${name}&survey=${of}`, name, of);
      return await answerInTabs({ lab, told, open }, options);
    } finally {
      await browser?.close();
      await lab.close();
      await site.close();
    }
  },
};

async function openTab(
  context: BrowserContext,
  address: string,
  name: string,
  of: SurveyName,
): Promise<Tab> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(address);
  const start = page.locator('otklik-survey').locator('input[type=radio], textarea').first();
  await start.waitFor({ state: 'attached', timeout: PATIENCE_MS });
  return { name, survey: of, page, cdp };
}

async function answerInTabs(rig: Rig, { scale, seed, log }: TrialOptions): Promise<Finding[]> {
  const chance = seeded(`${seed}/tabs`);
  const { tabs: count, answers } = SIZES[scale];
  const [one, two] = SURVEYS;
  const all: Tab[] = [];
  for (let index = 0; index < count; index += 1) {
    all.push(await rig.open(`tab-${index}`, one));
    // Who has begun goes on in the next tab; two that begin at once are two responses.
    if (index === 0) await begin(rig, all[0]!);
  }
  const beside = await rig.open('beside', two);
  const [first, second, ...others] = all;
  if (first === undefined || second === undefined) throw new Error('It takes two tabs.');
  await inTurns([...all, beside], Math.floor(answers / 2), chance);
  const delayMs = await freeze(rig, first, beside);
  log(`a frozen tab kept the others for ${Math.round(delayMs)} ms`);
  await crash(second);
  await inTurns([...others, beside], Math.ceil(answers / 2), chance);
  await first.cdp.send('Page.setWebLifecycleState', { state: 'active' });
  return await verdicts(rig, [...others, beside], delayMs, count);
}

async function begin({ lab }: Rig, { page, survey: of }: Tab): Promise<void> {
  await page.evaluate(giveAll, [5]);
  await waitFor('the first answer', async () => {
    return rowOf(await storedBy(lab.service.client), of) !== undefined;
  });
}

/** Each tab answers at its own pace, all at once. */
async function inTurns(tabsOpen: readonly Tab[], answers: number, chance: Chance): Promise<void> {
  await Promise.all(
    tabsOpen.map(async ({ name, page }) => {
      const values = chance.branch(`${name}/${answers}`);
      const share = Math.ceil(answers / tabsOpen.length);
      const scores = Array.from({ length: share }, () => values.between(0, 10));
      await page.evaluate(giveAll, scores);
    }),
  );
}

/** Runs in the page: taps, sees that the screen has moved, goes back, and taps again. */
async function giveAll(scores: readonly number[]): Promise<void> {
  const root = document.querySelector('otklik-survey')!.shadowRoot!;
  const until = async (selector: string, act: (found: HTMLElement) => void): Promise<void> => {
    const end = performance.now() + 60_000;
    for (;;) {
      const found = root.querySelector<HTMLElement>(selector);
      if (found !== null) return act(found);
      if (performance.now() > end) throw new Error(`There is no ${selector}.`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  for (const score of scores) {
    if (root.querySelector('textarea') !== null) {
      await until('[part~=back]', (back) => back.click());
    }
    await until('input[type=radio]', () => undefined);
    const end = performance.now() + 60_000;
    // A tap in the first moments only chooses, and one on the point that is chosen goes on by the button.
    while (root.querySelector('textarea') === null && performance.now() < end) {
      const radio = root.querySelectorAll<HTMLInputElement>('input[type=radio]')[score];
      if (radio?.checked === true) root.querySelector<HTMLElement>('[part~=next]')?.click();
      else radio?.click();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}

/** Frozen with its request on a line that has gone silent. @returns how long another tab's answer took to arrive */
async function freeze({ lab }: Rig, frozen: Tab, other: Tab): Promise<number> {
  let stalled = 0;
  lab.line.weather(({ path }) => {
    if (path !== '/v1/responses' || stalled > 0) return { kind: 'pass' };
    stalled += 1;
    return { kind: 'stall', ms: PATIENCE_MS, arrives: false };
  });
  await frozen.page.evaluate(giveAll, [0]);
  await waitFor('a request of the frozen tab', async () => stalled > 0);
  await frozen.cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  const since = performance.now();
  await other.page.evaluate(giveAll, [3, 7]);
  await waitFor('the answer of another tab', async () => {
    const row = rowOf(await storedBy(lab.service.client), other.survey);
    return row?.answers['score']?.value === 7;
  });
  lab.line.heal();
  return performance.now() - since;
}

/** The tab's process is gone, with all that it was about. */
async function crash({ page, cdp }: Tab): Promise<void> {
  const gone = page.waitForEvent('crash');
  // Nobody is left to answer this.
  void cdp.send('Page.crash').catch(() => undefined);
  await gone;
}

async function verdicts(
  { lab, told }: Rig,
  left: readonly Tab[],
  delayMs: number,
  count: number,
): Promise<Finding[]> {
  const newest = SURVEYS.map((name) => ({ name, last: lastOf(told, name) }));
  let lost: readonly string[] = [];
  const isDrained = async (): Promise<boolean> => {
    const rows = await storedBy(lab.service.client);
    lost = newest.flatMap(({ name, last }) => {
      const at = rowOf(rows, name)?.answers['score']?.at ?? '';
      return Date.parse(at) >= last ? [] : [`${name}: ${at}`];
    });
    return lost.length === 0;
  };
  for (const { page } of left) await page.evaluate(() => void dispatchEvent(new Event('online')));
  await waitFor('the last answers', isDrained).catch(() => undefined);
  const rows = await storedBy(lab.service.client);
  const { sent, redundant } = repetitions(lab);
  const doubled = rows.length - SURVEYS.length;
  return [
    {
      what: `Chromium: ${count} tabs on one response and one on another, one frozen at work, one crashed`,
      figures: `${told.length} answers told saved: ${lost.length} lost, ${doubled} responses too many`,
      isKept: lost.length === 0 && doubled === 0 && told.length > 0,
    },
    {
      what: `their ${sent} revisions on the line`,
      figures: `${redundant} sent once more than needed`,
      isKept: redundant <= sent * REDUNDANT_MAX,
    },
    {
      what: 'a tab frozen with its request under way and the lock in its hands',
      figures: `the next answer of another tab was stored ${(delayMs / 1000).toFixed(1)} s later`,
      isKept: delayMs <= FROZEN_MAX_MS,
    },
  ];
}

function lastOf(told: readonly Told[], name: SurveyName): number {
  return Math.max(0, ...told.filter((one) => one.survey === name).map(({ at }) => at));
}

function rowOf(rows: readonly StoredResponse[], name: SurveyName): StoredResponse | undefined {
  return rows.find((row) => row.survey === name);
}

/** What travelled again although the service had answered the first time. */
function repetitions({ line }: Lab): { sent: number; redundant: number } {
  const answeredAt = new Map<string, number>();
  let [sent, redundant] = [0, 0];
  for (const { path, body, fault, since, until } of line.exchanges) {
    if (path !== '/v1/responses' || fault.kind !== 'pass') continue;
    const { responses } = JSON.parse(body) as { responses: Submission[] };
    for (const { id, revision, answers } of responses) {
      const content = JSON.stringify([id, revision, answers]);
      sent += 1;
      if ((answeredAt.get(content) ?? Infinity) < since) redundant += 1;
      answeredAt.set(content, Math.min(until, answeredAt.get(content) ?? Infinity));
    }
  }
  return { sent, redundant };
}

interface Submission {
  readonly id: string;
  readonly revision: number;
  readonly answers: unknown;
}

async function waitFor(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`In vain: ${what}`);
    await pass(100);
  }
}
