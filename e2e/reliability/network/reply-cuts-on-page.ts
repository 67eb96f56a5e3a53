/** The same in a browser: people answer on a page, and every second reply to it is cut. */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { createHostSite } from '../../support/host-site.ts';
import { heardBy, hostPage } from '../../support/host-page.ts';
import { answerFirst, answerSecond, answerThird } from '../../support/short-survey.ts';
import { surveyOn } from '../../support/survey.ts';
import { seeded } from '../seeded.ts';
import type { Finding, TrialOptions } from '../trial.ts';
import { Account, figuresOf, isClean } from './account.ts';
import { createProfile } from './browser.ts';
import { Cuts } from './cuts.ts';
import type { Values } from './device.ts';
import { openLab, rowOf, storedBy } from './lab.ts';

const SHARE = 0.5;
/** A machine that does other things too. */
const PATIENCE = { timeout: 180_000, intervals: [50] };

export async function onPage({ scale, seed, log }: TrialOptions): Promise<Finding> {
  const people = scale === 'full' ? 67 : 4;
  const site = await createHostSite();
  const lab = await openLab([site.origin]);
  const profile = await createProfile();
  try {
    const { line, mint, service } = lab;
    line.weather(new Cuts().weather(SHARE, seeded(seed).branch('reply-cuts on a page')));
    const page = await (await profile.open()).newPage();
    await page.clock.install();
    const account = new Account();
    for (let n = 0; n < people; n += 1) {
      const [occasion, respondent] = [`order-${n}`, `person-${n}`];
      account.respondents.set(occasion, respondent);
      const wish = { survey: 'srv_short', respondent, variables: { orderNumber: occasion } };
      site.token('/survey-token', () => mint(wish));
      const attributes = 'token-url="/survey-token"';
      await page.goto(hostPage(site, '/', { service: line.origin, attributes }));
      await answer(page, occasion, account);
      await expect.poll(() => isReceived(page), PATIENCE).toBe(true);
      const told = { kind: 'delivery', occasion, response: '', delivery: 'sent' } as const;
      account.received({ ...told, storage: 'indexeddb' }, async () =>
        (await storedBy(service.client)).map(rowOf).find((row) => row.occasion === occasion),
      );
    }
    const rows = await storedBy(service.client);
    const verdict = await account.judge(rows.map(rowOf));
    return {
      what: `${people * 3} submissions in Chromium, ${SHARE * 100} % of the replies cut`,
      figures: `${figuresOf(verdict)}; ${line.done['cut-reply']} replies cut, all told received`,
      isKept: isClean(verdict, log) && rows.length === people,
    };
  } finally {
    await profile.remove();
    await lab.close();
    await site.close();
  }
}

/** The next screen is the word that the answers are stored. */
async function answer(page: Page, occasion: string, account: Account): Promise<void> {
  const survey = surveyOn(page);
  const words = `The words on ${occasion}`;
  const screens: readonly (readonly [Values, () => Promise<void>])[] = [
    [{ recommend: 9 }, () => answerFirst(survey)],
    [{ matters: 'speed' }, () => answerSecond(survey)],
    [{ more: words, email: null }, () => answerThird(survey, words)],
  ];
  for (const [n, [answers, give]] of screens.entries()) {
    account.note({ kind: 'tries', occasion, answers, isLast: n === 2 });
    await give();
    account.note({ kind: 'answered', occasion, answers });
  }
}

/** Whether that was told last; where it waits, the time passes faster than people's. */
async function isReceived(page: Page): Promise<boolean> {
  const last = (await heardBy(page)).findLast(({ delivery }) => delivery !== undefined)?.delivery;
  if (last === 'saved') await page.clock.fastForward(60_000);
  return last === 'sent';
}
