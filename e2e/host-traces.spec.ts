import type { CDPSession, Page } from '@playwright/test';

import { expect, test } from './support/host-test.ts';
import { leftOnDevice } from './support/on-device.ts';
import { answerAll, short } from './support/short-survey.ts';

/** Notes what a page would not like to find, from before anything of ours is there. */
const witness = `<script>
  window.untouched = Object.getOwnPropertyNames(window);
  window.unloading = [];
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (/unload/.test(type)) unloading.push(type);
    return listen.call(this, type, ...rest);
  };
</script>`;

test('from the first question to the thanks nothing is left in the page, and nothing is said', async ({
  page,
  service,
  site,
  open,
  complaints,
}) => {
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  const displays = ['inline', 'popover', 'sheet', 'banner', 'dialog', 'page'];
  for (const display of displays) {
    await test.step(display, async () => {
      const survey = await open({ display, head: witness, attributes: 'hidden' });
      const before = await pageState(page);
      await page.evaluate(() => document.querySelector('otklik-survey')?.show());
      await answerAll(survey);
      // What waits for delivery would keep the next page from asking the same again.
      await expect.poll(() => leftOnDevice(page)).toEqual([]);
      await page.evaluate(() => document.querySelector('otklik-survey')?.remove());
      expect(await pageState(page)).toEqual(before);
    });
  }
  expect(complaints).toEqual([]);
  expect([...asked].filter((origin) => origin !== 'null').sort()).toEqual(
    [service.origin, site.origin].sort(),
  );
});

test('a page that puts its survey in and out a hundred times keeps no listener and no node', async ({
  page,
  open,
}) => {
  test.setTimeout(120_000);
  await open({ attributes: 'hidden' });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  // What stays once, such as parsed sheets and the courier, is there after the first rounds.
  await rounds(page, 10);
  let last = await metricsOf(session);
  let perRound = 0;
  // One survey may be held until the next one comes; what is kept of each grows with every hundred.
  const grown = async (): Promise<number> => {
    const before = last;
    await rounds(page, 100);
    last = await metricsOf(session);
    perRound = (last.heap - before.heap) / 100;
    return Math.max(last.listeners - before.listeners, last.nodes - before.nodes);
  };
  await expect
    .poll(grown, { message: 'listeners or nodes of a hundred surveys', timeout: 40_000 })
    .toBeLessThanOrEqual(0);

  test
    .info()
    .annotations.push({ type: 'heap', description: `${Math.round(perRound)} bytes a round` });
});

test('an overlay moves nothing of the page', async ({ page, open }) => {
  for (const display of ['popover', 'sheet', 'banner', 'dialog']) {
    const survey = await open({
      display,
      head: `<script>
        window.shifts = 0;
        new PerformanceObserver((list) => {
          // What the survey's own box does inside its shadow tree has no node that a page can see.
          for (const { value, sources } of list.getEntries())
            if (sources.some(({ node }) => node !== null && node.localName !== 'otklik-survey')) window.shifts += value;
        }).observe({ type: 'layout-shift', buffered: true });
      </script>`,
      body: '<p>One</p><p>Two</p>',
      script: `document.body.insertAdjacentHTML('beforeend', '<p>Three</p>');`,
    });
    const three = await page.getByText('Three', { exact: true }).boundingBox();
    await answerAll(survey);
    await expect.poll(() => leftOnDevice(page)).toEqual([]);
    expect(await page.getByText('Three', { exact: true }).boundingBox(), display).toEqual(three);
    expect(await page.evaluate('shifts'), display).toBe(0);
  }
});

/** In, asking, out; again and again in one task of the test. */
async function rounds(page: Page, count: number): Promise<void> {
  await page.evaluate(async (rest) => {
    for (let round = 0; round < rest; round += 1) {
      const display = ['inline', 'popover', 'sheet', 'banner', 'dialog'][round % 5] ?? '';
      const survey = document.createElement('otklik-survey');
      survey.tokenUrl = '/survey-token';
      survey.setAttribute('display', display);
      document.body.append(survey);
      const kind = await survey.ready;
      if (kind !== 'asking') throw new Error(`It is ${kind}: ${survey.explain().reason}`);
      // Until what follows the first paint is there.
      while ((survey.shadowRoot?.adoptedStyleSheets.length ?? 2) < 2)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      survey.remove();
      await survey.updateComplete;
    }
  }, count);
}

async function metricsOf(session: CDPSession) {
  for (let pass = 0; pass < 3; pass += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string): number =>
    metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    listeners: value('JSEventListeners'),
    nodes: value('Nodes'),
    heap: value('JSHeapUsedSize'),
  };
}

function pageState(page: Page) {
  return page.evaluate(() => {
    const tag = ({ outerHTML }: Element): string => outerHTML.slice(0, outerHTML.indexOf('>'));
    const own = window as unknown as { untouched: string[]; unloading: string[] };
    return {
      html: tag(document.documentElement),
      body: tag(document.body),
      head: document.head.children.length,
      inBody: [...document.body.children].map(tag),
      sheets: document.adoptedStyleSheets.length,
      cookies: document.cookie,
      unloading: own.unloading,
      onbeforeunload: window.onbeforeunload,
      globals: Object.getOwnPropertyNames(window).filter(
        (name) => !own.untouched.includes(name) && !/^\d+$/.test(name),
      ),
      scroll: scrollY,
    };
  });
}

test('nothing is stored on the device before a survey is on the screen', async ({ page, open }) => {
  const survey = await open({ attributes: 'hidden' });
  await page.evaluate(() => customElements.whenDefined('otklik-survey').then(() => null));
  const stored = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
  }));
  expect(stored).toEqual({ databases: [], local: [], session: [] });
  await expect(survey.question(short.first)).toBeHidden();
});
