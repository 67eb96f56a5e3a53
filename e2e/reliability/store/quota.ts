/** A device without room: what waits is never given up for something new, and what finds no room is said to. */
import { chromium, firefox } from 'playwright';
import type { Browser } from 'playwright';

import { chromiumOptions } from '../browsers/chromium-options.ts';
import { visitWithPlaywright } from '../../engines/playwright-visitor.ts';
import { short } from '../../engines/respondent.ts';
import type { Visitor } from '../../engines/visitor.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import type { Told } from './page-script.ts';
import { answersFirst, answersRest, sees, until } from './person.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';

export const fullDevice: Trial = {
  name: 'full-device',
  promise: 'A full device keeps what waits, and says of what is new that it is not kept.',
  async run({ scale, log }) {
    const stage = await createStage();
    try {
      const findings = [await inChromium(stage, log)];
      if (scale === 'full') findings.push(await inFirefox(stage, log));
      return findings;
    } finally {
      await stage.close();
    }
  },
};

const QUOTA_BYTES = 3_000_000;

async function inChromium(stage: Stage, log: TrialOptions['log']): Promise<Finding> {
  const browser = await chromium.launch(chromiumOptions('--disable-features=Translate'));
  try {
    return await fill(browser, 'Chromium, quota of 3 MB', stage, log);
  } finally {
    await browser.close();
  }
}

/** Its own limit, with its own manners: after one refusal the connection takes no write at all. */
async function inFirefox(stage: Stage, log: TrialOptions['log']): Promise<Finding> {
  const executablePath = process.env['FIREFOX_BIN'];
  const what = 'Firefox, limit of 8 MB';
  if (executablePath === undefined) return { what, figures: 'no Firefox here', isKept: false };
  const browser = await firefox.launch({
    executablePath,
    channel: 'moz-firefox',
    firefoxUserPrefs: { 'dom.quotaManager.temporaryStorage.fixedLimit': 8192 },
  });
  try {
    return await fill(browser, what, stage, log);
  } finally {
    await browser.close();
  }
}

/** Takes all the room there is, in ever smaller pieces, as a page's own data might. */
const hoard = `
const own = await new Promise((resolve, reject) => {
  const opening = indexedDB.open('the-page');
  opening.onupgradeneeded = () => opening.result.createObjectStore('things', { autoIncrement: true });
  Object.assign(opening, { onsuccess: () => resolve(opening.result), onerror: () => reject(opening.error) });
});
own.close();
const put = (bytes) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('the-page');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const end = (settle) => () => { database.close(); settle(); };
    const writing = database.transaction('things', 'readwrite');
    writing.objectStore('things').add(crypto.getRandomValues(new Uint8Array(bytes)));
    Object.assign(writing, { oncomplete: end(resolve), onabort: end(reject) });
  };
});
window.hoard = async () => {
  let refusals = 0;
  for (let bytes = 65536; bytes >= 256; bytes = Math.floor(bytes / 4)) {
    for (;;) {
      try { await put(bytes); } catch { refusals += 1; break; }
    }
  }
  for (let length = 1 << 20; length >= 1; length >>= 2) {
    for (let n = 0; ; n += 1) {
      try { localStorage.setItem(['page', length, n].join(), 'x'.repeat(length)); } catch { break; }
    }
  }
  return refusals;
};
window.release = () => new Promise((resolve, reject) => {
  localStorage.clear();
  const deleting = indexedDB.deleteDatabase('the-page');
  Object.assign(deleting, { onsuccess: () => resolve(null), onerror: reject, onblocked: reject });
});`;

async function fill(
  browser: Browser,
  what: string,
  stage: Stage,
  log: TrialOptions['log'],
): Promise<Finding> {
  const place = await stage.page(what, hoard);
  const visitor = await visitWithPlaywright(browser, { viewport: { width: 880, height: 720 } });
  await visitor.open(place.url);
  await limit(browser, place.url);
  place.cut();
  const waiting = await answers(visitor);
  const refusals = Number(await visitor.ask('hoard()'));
  await visitor.ask('again()');
  const refused = await answers(visitor);
  const isSaid =
    refused.told === 'memory' &&
    refused.isTrue &&
    (await visitor.ask('isGuarded()')) === true &&
    (await visitor.ask('failure')) === 'storage_failed';
  const isKept = (await visitor.ask(`disk('${waiting.id}')`)) === 'indexeddb';
  await visitor.ask('release()');
  await visitor.ask('again()');
  const small = await answers(visitor);
  await until('that all of it is in the database', async () => {
    await visitor.ask(`dispatchEvent(new Event('online'))`);
    const ids = JSON.stringify([waiting.id, refused.id, small.id]);
    const places = (await visitor.ask(`Promise.all(${ids}.map(disk))`)) as string[];
    return places.every((one) => one === 'indexeddb');
  }).catch((error: unknown) => log(String(error)));
  const isBack = (await visitor.ask(`disk('${small.id}')`)) === 'indexeddb';
  place.mend();
  await visitor.ask(`dispatchEvent(new Event('online'))`);
  await sees(visitor, short.received);
  const arrivals = async (): Promise<number> =>
    (await stage.stored()).filter(({ respondent }) => respondent?.startsWith(`${what} `)).length;
  // Those of earlier surveys may travel by themselves.
  await until('that all have arrived', async () => (await arrivals()) === 3).catch(
    (error: unknown) => log(String(error)),
  );
  const arrived = await arrivals();
  const uncaught = (await visitor.ask('uncaught')) as string[];
  for (const one of uncaught) log(`${what}: ${one}`);
  await visitor.leave();
  return {
    what,
    figures:
      `${refusals} writes of the page refused; what waited was ${isKept ? 'kept' : 'LOST'}; what was new was ` +
      `${isSaid ? 'said not to be kept' : `told ${refused.told}`}; stored again afterwards: ${isBack ? 'yes' : 'no'}; ` +
      `${arrived} of 3 arrived; ${uncaught.length} uncaught errors`,
    isKept: refusals > 0 && isKept && isSaid && isBack && arrived === 3 && uncaught.length === 0,
  };
}

/** From the first question to a truth about where the answers are. */
async function answers(
  visitor: Visitor,
): Promise<{ readonly id: string; readonly told: Told['storage']; readonly isTrue: boolean }> {
  await answersFirst(visitor);
  await answersRest(visitor);
  const last = async (): Promise<Told | undefined> =>
    ((await visitor.ask('told')) as Told[]).at(-1);
  await until('that it waits', async () => (await last())?.delivery === 'saved');
  const { id = '', storage: told = 'memory' } = (await last()) ?? {};
  return { id, told, isTrue: (await visitor.ask(`disk('${id}')`)) === told };
}

/** Chromium takes a quota for one origin; Firefox was started with its own. */
async function limit(browser: Browser, url: string): Promise<void> {
  if (browser.browserType() !== chromium) return;
  const page = browser.contexts().at(-1)?.pages()[0];
  if (page === undefined) throw new Error('There is no page.');
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(url);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA_BYTES });
}
