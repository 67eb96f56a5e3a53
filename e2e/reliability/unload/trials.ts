/**
 * R12: the page is left in the moment of the last tap, by a link, by closing it, or by going away and coming back
 * out of the back/forward cache; with responses of up to 200 kB, and every other time without a line.
 */
import { chromium } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { setTimeout as pass } from 'node:timers/promises';

import { chromiumOptions } from '../browsers/chromium-options.ts';
import { openLab, storedBy } from '../network/lab.ts';
import type { Lab } from '../network/lab.ts';
import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { createLeftSite, FIELDS, SURVEY, survey } from './site.ts';
import type { LeftSite } from './site.ts';

const VISITS = { short: 12, full: 300 };
const PATIENCE_MS = 60_000;

type Way = 'link' | 'close' | 'back';
const WAYS: readonly Way[] = ['link', 'close', 'back'];

/** One visit: who, how it ends, and how soon after the tap. */
interface Leave {
  readonly person: string;
  readonly way: Way;
  readonly characters: number;
  readonly afterMs: number;
  readonly isCut: boolean;
}

interface Rig {
  readonly lab: Lab;
  readonly site: LeftSite;
  readonly context: BrowserContext;
}

export const unload: Trial = {
  name: 'unload',
  promise: 'An answer told saved arrives, however the page is left in the moment of the last tap',
  missing: () => (process.env['CHROME_BIN'] === undefined ? 'no Chromium' : undefined),
  isInstallable: true,
  async run(options) {
    const site = await createLeftSite();
    const lab = await openLab([site.origin]);
    let browser: Browser | undefined;
    try {
      await lab.service.client.putSurvey({ id: SURVEY, draft: survey });
      await lab.service.client.publishSurvey({ id: SURVEY });
      site.serve(lab.line.origin, lab.mint);
      browser = await chromium.launch({
        ...chromiumOptions('--disable-background-networking'),
        // With the back/forward cache, as people have it.
        ignoreDefaultArgs: ['--disable-back-forward-cache'],
      });
      return await leaveOften({ lab, site, context: await browser.newContext() }, options);
    } finally {
      await browser?.close();
      await lab.close();
      await site.close();
    }
  },
};

async function leaveOften(rig: Rig, { scale, seed, log }: TrialOptions): Promise<Finding[]> {
  const chance = seeded(`${seed}/unload`);
  const leaves = Array.from({ length: VISITS[scale] }, (_, index) => leaveOf(index, chance));
  const reasons: string[] = [];
  for (const leave of leaves) reasons.push(...(await depart(rig, leave)));
  const given = new Map(leaves.map((leave) => [leave.person, textsOf(leave)]));
  const lost = await missing(rig, given);
  for (const person of lost)
    log(`lost: ${JSON.stringify(leaves.find((one) => one.person === person))}`);
  for (const reason of new Set(reasons)) log(`not kept for going back: ${reason}`);
  return [arrivals(rig, leaves, lost), wayBack(rig, leaves, reasons)];
}

function leaveOf(index: number, chance: Chance): Leave {
  return {
    person: `person-${index}`,
    way: WAYS[index % WAYS.length]!,
    characters: chance.pick([1000, 10_000, 48_000, 64_000, 100_000, 190_000]),
    afterMs: chance.pick([0, 1, 5, 20, 80, 300]),
    isCut: chance.happens(0.5),
  };
}

/** Over as many fields as it takes. */
function textsOf({ person, characters }: Leave): readonly string[] {
  const each = Math.min(10_000, characters);
  const fields = Math.min(FIELDS, Math.ceil(characters / each));
  return Array.from({ length: fields }, (_, index) => `${person} ${index} `.padEnd(each, 'x'));
}

/** @returns why the browser did not keep the page, where it should have */
async function depart({ lab, site, context }: Rig, leave: Leave): Promise<readonly string[]> {
  const page = await context.newPage();
  const reasons: string[] = [];
  const cdp = await context.newCDPSession(page);
  await cdp.send('Page.enable');
  cdp.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) => {
    reasons.push(...notRestoredExplanations.map(({ reason }) => reason));
  });
  await page.goto(site.addressOf(leave.person));
  await page.locator('otklik-survey textarea').last().waitFor({ timeout: PATIENCE_MS });
  lab.line.weather(({ path }) =>
    leave.isCut && path === '/v1/responses'
      ? { kind: 'cut-request', at: 'start' }
      : { kind: 'pass' },
  );
  await page.evaluate(tapAndGo, { texts: textsOf(leave), ...leave });
  if (leave.way === 'close') await pass(leave.afterMs);
  else await page.waitForURL('**/away', { timeout: PATIENCE_MS });
  if (leave.way === 'back') await comeBack(page, site, leave.person);
  await page.close();
  return reasons;
}

/** Runs in the page. It fills, taps, and is gone. */
function tapAndGo({
  texts,
  way,
  afterMs,
}: Pick<Leave, 'way' | 'afterMs'> & { texts: readonly string[] }): void {
  const root = document.querySelector('otklik-survey')!.shadowRoot!;
  const fields = root.querySelectorAll('textarea');
  for (const [index, text] of texts.entries()) {
    fields[index]!.value = text;
    fields[index]!.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  root.querySelector<HTMLElement>('[part~=next]')!.click();
  const go = (): void => location.assign('/away');
  if (way !== 'close' && afterMs === 0) go();
  else if (way !== 'close') setTimeout(go, afterMs);
}

/** The page is there again as it was, and goes on from there. */
async function comeBack(page: Page, site: LeftSite, person: string): Promise<void> {
  await page.evaluate(() => history.back());
  // Out of the cache there is no load to wait for.
  await page.waitForURL('**/?person=*', { timeout: PATIENCE_MS, waitUntil: 'commit' });
  if (!site.heard('restored').has(person)) await pass(500);
  // Loaded anew: who is done is asked nothing there, and the figures below say that it was not kept.
  if (!site.heard('restored').has(person)) return;
  const thanks = page.locator('otklik-survey').getByText('Thank you!');
  const button = page.locator('otklik-survey [part~=next]');
  await thanks.or(button).first().waitFor({ timeout: PATIENCE_MS });
  // What was under way when the page was put away is done now; else the tap is made once more.
  await thanks
    .waitFor({ timeout: 2000 })
    .catch(() => button.click({ timeout: 1000 }).catch(() => undefined));
  await thanks.waitFor({ timeout: PATIENCE_MS });
}

/** Whose answers were told saved and are not there once the line is back and a page is open. */
async function missing(
  { lab, site, context }: Rig,
  given: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  lab.line.heal();
  const page = await context.newPage();
  await page.goto(site.addressOf('whoever comes next'));
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const rows = await storedBy(lab.service.client);
    const lost = [...site.heard('completed')].filter((person) => {
      const own = rows.filter(({ respondent }) => respondent === person);
      const texts = given.get(person) ?? [];
      const isWhole = texts.every((text, index) => own[0]?.answers[`text${index}`]?.value === text);
      return own.length !== 1 || own[0]?.status !== 'completed' || !isWhole;
    });
    if (lost.length === 0 || performance.now() > end) return lost;
    await page.evaluate(() => void dispatchEvent(new Event('online')));
    await pass(500);
  }
}

/** Who is gone in the moment of the tap was often told nothing; a trial in which hardly anybody was proves nothing. */
const TOLD_LEAST = 1 / 4;

function arrivals({ site }: Rig, leaves: readonly Leave[], lost: readonly string[]): Finding {
  const told = site.heard('completed').size;
  const cut = leaves.filter(({ isCut }) => isCut).length;
  return {
    what: `Chromium: ${leaves.length} pages left 0–300 ms after the last tap, bodies of 1–190 kB, ${cut} times without a line`,
    figures: `${told} told saved, ${lost.length} lost or not there once; ${site.heard('write-in-pagehide').size} writes begun in pagehide`,
    isKept:
      lost.length === 0 &&
      told >= leaves.length * TOLD_LEAST &&
      site.heard('write-in-pagehide').size === 0,
  };
}

function wayBack({ site }: Rig, leaves: readonly Leave[], reasons: readonly string[]): Finding {
  const gone = leaves.filter(({ way }) => way === 'back').length;
  const restored = site.heard('restored').size;
  return {
    what: `${gone} of them come back to`,
    figures: `${restored} restored from the back/forward cache and finished there${reasons.length > 0 ? `; not: ${[...new Set(reasons)].join(', ')}` : ''}`,
    isKept: restored === gone,
  };
}
