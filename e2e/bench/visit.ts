/** One visit: a fresh context, the survey put in, the first question awaited, one tap, the next question. */
import { chromium } from 'playwright';
import type { Browser, CDPSession, Page } from 'playwright';

import { nextTitle } from './contenders/contenders.ts';
import type { Contender } from './contenders/contenders.ts';

export interface Condition {
  readonly name: string;
  /** By how much the processor is slowed. */
  readonly cpu: number;
  readonly network: { readonly latencyMs: number; readonly bytesPerSecond: number } | null;
}

export interface Visit {
  /** On the wire up to the first question, headers included. */
  readonly bytes: number;
  readonly requests: number;
  readonly firstQuestionMs: number;
  /** Time in tasks of the main thread up to the first question. */
  readonly mainThreadMs: number;
  readonly heapBytes: number;
  /** From the finger's leaving the screen to the end of the first frame with the next question. */
  readonly tapToNextMs: number;
  /** Frames until then, that one included. */
  readonly tapFrames: number;
  /** Until the answer was on the disk; 0 where nothing is stored. */
  readonly tapStoredMs: number;
  /** Of those frames, the ones that began when the answer was on the disk. */
  readonly tapFramesStored: number;
  /** Time in tasks of the main thread from the tap to a moment after the next question. */
  readonly tapMainThreadMs: number;
}

type Tap = Pick<Visit, 'tapToNextMs' | 'tapFrames' | 'tapStoredMs' | 'tapFramesStored'>;

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROME_BIN'];
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  });
}

/** All contenders, one after the other, each round anew. The first round warms the server up and is not counted. */
export async function visitInTurn(
  browser: Browser,
  url: string,
  contenders: readonly Contender[],
  condition: Condition,
  rounds: number,
): Promise<ReadonlyMap<Contender, readonly Visit[]>> {
  const visits = new Map<Contender, Visit[]>(contenders.map((contender) => [contender, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of contenders) {
      const one = await visit(browser, url, contender, condition);
      if (round >= 0) visits.get(contender)?.push(one);
    }
  }
  return visits;
}

async function visit(
  browser: Browser,
  url: string,
  contender: Contender,
  condition: Condition,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchWrites);
    await page.goto(`${url}/page`);
    const cdp = await context.newCDPSession(page);
    const traffic = await watchTraffic(cdp);
    await throttle(cdp, condition);
    const cpuBefore = await taskMs(cdp);
    const firstQuestionMs = await page.evaluate(putIn, contender);
    const mainThreadMs = (await taskMs(cdp)) - cpuBefore;
    const { bytes, requests } = traffic();
    const heapBytes = await heap(cdp);
    // The widget takes no tap in its first 400 ms, so that nobody answers by accident.
    await page.waitForFunction((since) => performance.now() > since, 600 + (await now(page)));
    await page.waitForLoadState('networkidle');
    const tapCpuBefore = await taskMs(cdp);
    const tapped = await tap(page);
    const tapMainThreadMs = (await taskMs(cdp)) - tapCpuBefore;
    return {
      bytes,
      requests,
      firstQuestionMs,
      mainThreadMs,
      heapBytes,
      ...tapped,
      tapMainThreadMs,
    };
  } finally {
    await context.close();
  }
}

async function now(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}

async function throttle(cdp: CDPSession, { cpu, network }: Condition): Promise<void> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (network === null) return;
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: network.latencyMs,
    downloadThroughput: network.bytesPerSecond,
    uploadThroughput: network.bytesPerSecond / 2,
  });
}

async function watchTraffic(cdp: CDPSession): Promise<() => { bytes: number; requests: number }> {
  let bytes = 0;
  let requests = 0;
  cdp.on('Network.requestWillBeSent', () => (requests += 1));
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await cdp.send('Network.enable');
  return () => ({ bytes, requests });
}

async function taskMs(cdp: CDPSession): Promise<number> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}

/** Runs in the page. Resolves with the milliseconds from insertion to the end of the first frame with the question. */
async function putIn({ head, tag, attributes, script }: Contender): Promise<number> {
  const afterFrame = (): Promise<void> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => resolve(), { once: true });
        port1.start();
        port2.postMessage(null);
      });
    });
  const start = performance.now();
  document.head.insertAdjacentHTML('beforeend', head);
  const loaded = Object.assign(document.createElement('script'), { type: 'module', src: script });
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.head.append(loaded);
  document.body.append(element);
  for (;;) {
    await afterFrame();
    const question = element.shadowRoot?.querySelector('fieldset');
    if (question && question.checkVisibility() && question.getBoundingClientRect().height > 40) {
      return performance.now() - start;
    }
  }
}

/** Runs in the page before all else: notes when writes have reached the disk. */
function watchWrites(): void {
  const transaction = IDBDatabase.prototype.transaction;
  const writes: number[] = [];
  Object.assign(window, { benchWrites: writes });
  IDBDatabase.prototype.transaction = function (names, mode, options) {
    const made = transaction.call(this, names, mode, options);
    if (mode === 'readwrite') {
      made.addEventListener('complete', () => writes.push(performance.now()), { once: true });
    }
    return made;
  };
}

/** For so long a finger stays on the screen. */
const pressMs = 80;

/** A trusted tap on a score. */
async function tap(page: Page): Promise<Tap> {
  const tapped = page.evaluate(watchTap, nextTitle);
  await page.locator('label', { hasText: /^9$/ }).click({ delay: pressMs });
  return tapped;
}

/** Runs in the page. Resolves at the end of the first frame with the next question. */
function watchTap(title: string): Promise<Tap> {
  const isThere = (): boolean =>
    [...document.querySelectorAll('*')].some(({ shadowRoot }) =>
      [...(shadowRoot?.querySelectorAll('h2, legend') ?? [])].some(
        (text) => text.textContent.includes(title) && text.checkVisibility(),
      ),
    );
  const writes = (): readonly number[] =>
    (window as typeof window & { benchWrites: readonly number[] }).benchWrites;
  return new Promise((resolve) => {
    const watch = ({ timeStamp }: PointerEvent): void => {
      const frames: number[] = [];
      const tell = (): void => {
        const stored = writes().findLast((at) => at > timeStamp) ?? timeStamp;
        resolve({
          tapToNextMs: performance.now() - timeStamp,
          tapFrames: frames.length,
          tapStoredMs: stored - timeStamp,
          tapFramesStored: frames.filter((at) => at > stored).length,
        });
      };
      const look = (): void => {
        frames.push(performance.now());
        if (!isThere()) return void requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', tell, { once: true });
        port1.start();
        port2.postMessage(null);
      };
      requestAnimationFrame(look);
    };
    document.addEventListener('pointerup', watch, { capture: true, once: true });
  });
}
