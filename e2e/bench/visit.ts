/** One visit: a fresh context, the survey put in, the first question awaited, one tap. */
import type { Browser, CDPSession, Page } from 'playwright';

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
  readonly tapToNextMs: number;
  readonly heapBytes: number;
}

export async function visit(
  browser: Browser,
  url: string,
  contender: Contender,
  condition: Condition,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
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
    return {
      bytes,
      requests,
      firstQuestionMs,
      mainThreadMs,
      tapToNextMs: await tap(page),
      heapBytes,
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

/** A trusted tap on a score; the time from its event to the end of the first frame with the next question. */
async function tap(page: Page): Promise<number> {
  const elapsed = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        document.addEventListener(
          'pointerdown',
          (event) => {
            const look = (): void => {
              const hosts = [...document.querySelectorAll('*')].filter((host) => host.shadowRoot);
              const next = hosts.some((host) =>
                host.shadowRoot?.querySelector('textarea')?.checkVisibility(),
              );
              if (next) resolve(performance.now() - event.timeStamp);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          },
          { capture: true, once: true },
        );
      }),
  );
  await page.locator('label', { hasText: /^9$/ }).click();
  return elapsed;
}
