/** Frames of other sites, with storage of their own, with none, and without an origin. */
import { setTimeout as pass } from 'node:timers/promises';

import { chromium } from 'playwright';
import type { Frame } from 'playwright';

import { choice, field, next, score, short } from '../../engines/respondent.ts';
import type { Thing } from '../../engines/visitor.ts';
import { createHostSite } from '../../support/host-site.ts';
import { chromiumOptions } from '../browsers/chromium-options.ts';
import type { Finding, Trial } from '../trial.ts';
import { hearing } from './page-script.ts';
import type { Told } from './page-script.ts';
import { AGAIN_MS, until } from './person.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** As people have it: under each site a frame's storage is another one. */
const PARTITIONED = ['--disable-features=Translate'];
/** As Playwright starts it, and as people have it who block what third parties store: storage throws or fails. */
const DENIED: readonly string[] = [];

export const frames: Trial = {
  name: 'frames',
  promise:
    'In a frame that may store nothing a survey is completed, and said to live as long as the page.',
  async run() {
    const stage = await createStage();
    try {
      return [
        await inFrame(
          stage,
          'a frame of another site, storage partitioned',
          'indexeddb',
          PARTITIONED,
        ),
        await inFrame(stage, 'a frame of another site, storage denied', 'memory', DENIED),
        await withoutOrigin(stage),
      ];
    } finally {
      await stage.close();
    }
  },
};

async function inFrame(
  stage: Stage,
  what: string,
  storage: Told['storage'],
  flags: readonly string[],
): Promise<Finding> {
  const { url } = await stage.page(what, () => hearing);
  return visit(flags, url, '', async (frame) => {
    await answersAll(frame);
    await until('that it has arrived', async () => (await lastTold(frame))?.delivery === 'sent');
    const row = (await stage.stored()).find(({ respondent }) => respondent === `${what} 1`);
    const told = await frame.evaluate<readonly Told[]>('told');
    const places = [...new Set(told.map((one) => one.storage))].join(' and ');
    const uncaught = await frame.evaluate<readonly string[]>('uncaught');
    return {
      what,
      figures: `${row?.status}, told ${places}, ${uncaught.length} uncaught errors ${uncaught.join()}`,
      isKept: row?.status === 'completed' && places === storage && uncaught.length === 0,
    };
  });
}

/** No service may allow the origin `null`, which anybody can have: there is no survey, and the page hears why. */
async function withoutOrigin(stage: Stage): Promise<Finding> {
  const what = 'a sandboxed frame without an origin';
  const { site, service, token } = await stage.page(what);
  const url = `${site.origin}/sandboxed`;
  // A module of its own site would be a foreign one to it.
  site.page(
    '/sandboxed',
    `<!doctype html><title>Inner</title><script>${hearing}</script>
    <script type="module" src="${service}/otklik.js"></script>
    <otklik-survey token="${await token()}" display="inline"></otklik-survey>`,
  );
  return visit(PARTITIONED, url, 'sandbox="allow-scripts"', async (frame) => {
    const failure = async (): Promise<string> => String(await frame.evaluate('window.failure'));
    await until('that the page hears why', async () => (await failure()) !== 'undefined');
    const uncaught = await frame.evaluate<readonly string[]>('uncaught');
    const why = await failure();
    return {
      what,
      figures: `no survey, the page hears ${why}, ${uncaught.length} uncaught errors ${uncaught.join()}`,
      isKept: /^(network|origin_)/.test(why) && uncaught.length === 0,
    };
  });
}

/** Opens a page of another site around it. */
async function visit(
  flags: readonly string[],
  url: string,
  sandbox: string,
  look: (frame: Frame) => Promise<Finding>,
): Promise<Finding> {
  const around = await createHostSite();
  const browser = await chromium.launch(chromiumOptions(...flags));
  try {
    around.page(
      '/',
      `<!doctype html><title>Around</title>
      <iframe src="${url}" ${sandbox} style="width: 100%; height: 600px"></iframe>`,
    );
    const page = await browser.newPage();
    await page.goto(around.origin.replace('localhost', '127.0.0.1'));
    const frame = page.frames().find((one) => one.url() === url);
    if (frame === undefined) throw new Error(`There is no frame with ${url}.`);
    return await look(frame);
  } finally {
    await browser.close();
    await around.close();
  }
}

async function answersAll(frame: Frame): Promise<void> {
  const find = ({ role, name }: Thing) =>
    frame.getByRole(role as Parameters<Frame['getByRole']>[0], { name }).first();
  const sees = (words: string): Promise<boolean> => frame.getByText(words).first().isVisible();
  // As in person.ts.
  const taps = (thing: Thing, words: string): Promise<void> =>
    until(`“${words}”`, async () => {
      if (await sees(words)) return true;
      if (await find(thing).isVisible())
        await find(thing)
          .click({ force: true })
          .catch(() => undefined);
      await pass(AGAIN_MS);
      return false;
    });
  await taps(score(9), short.second);
  await taps(choice('The speed'), short.third);
  await find(field(short.third)).fill('fine');
  await taps(next, short.thanks);
}

async function lastTold(frame: Frame): Promise<Told | undefined> {
  return (await frame.evaluate<readonly Told[]>('told')).at(-1);
}
