/**
 * How soon can the first question be read behind a link, against a bare HTML page that says the same?
 *
 * Both are served by one server, compressed, in turn, each to a fresh browser context. "Read" is the first contentful
 * paint, from the start of the navigation: both pages are one piece of HTML, and their heading is in it (Largest
 * Contentful Paint would name it, but forgets a heading whose place the widget has taken meanwhile). Quote the ratio,
 * never the milliseconds, and of a machine that does nothing else. It fails where anything has to arrive before that
 * paint besides the page itself.
 *
 *     npm run bench -- hosted [--rounds 15]
 */
import { parseArgs } from 'node:util';

import type { Browser } from 'playwright';

import { bareQuestion } from './contenders/bare-question.ts';
import { startStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { median, table } from './table.ts';
import { launchBrowser } from './visit.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(options.rounds);

/** A cheap phone on a slow line: 150 ms round trip, 1.6 Mbit/s. */
const CPU_SLOWDOWN = 6;
const LINE = { latencyMs: 150, bytesPerSecond: 200_000 };
const GOAL = 1.15;

interface Reading {
  /** Milliseconds until the first byte. */
  readonly replyMs: number;
  readonly questionMs: number;
  /** Of the document, on the wire. */
  readonly bytes: number;
  /** What had to arrive before the first paint, besides the page. */
  readonly blocking: readonly string[];
}

let visitors = 0;
const stage = await startStage({}, { '/bare': bareQuestion });
const browser = await launchBrowser();
try {
  const bare: Reading[] = [];
  const hosted: Reading[] = [];
  // The first round warms the server up and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    const one = await read(browser, `${stage.url}/bare`);
    const other = await read(browser, await newLink(stage));
    if (round >= 0) bare.push(one);
    if (round >= 0) hosted.push(other);
  }
  report(bare, hosted);
} finally {
  await browser.close();
  await stage.close();
}

async function newLink({ client }: Stage): Promise<string> {
  visitors += 1;
  const { link } = await client.createInvitation({
    survey: 'srv_bench',
    respondent: `visitor-${visitors}`,
  });
  return link;
}

async function read(to: Browser, url: string): Promise<Reading> {
  const context = await to.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: LINE.latencyMs,
      downloadThroughput: LINE.bytesPerSecond,
      uploadThroughput: LINE.bytesPerSecond / 2,
    });
    await page.goto(url, { waitUntil: 'load' });
    return await page.evaluate(seen);
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
async function seen(): Promise<Reading> {
  const firstPaint = new Promise<number>((resolve) => {
    // The first paint may be told before the one that has content.
    const observer = new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName('first-contentful-paint');
      if (entry !== undefined) resolve(entry.startTime);
    });
    observer.observe({ type: 'paint', buffered: true });
  });
  const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const resources = performance.getEntriesByType('resource') as (PerformanceResourceTiming & {
    renderBlockingStatus?: string;
  })[];
  return {
    replyMs: document?.responseStart ?? Number.NaN,
    questionMs: await firstPaint,
    bytes: document?.transferSize ?? 0,
    blocking: resources
      .filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
      .map(({ name }) => name),
  };
}

function report(bare: readonly Reading[], hosted: readonly Reading[]): void {
  const row = (name: string, readings: readonly Reading[]): string[] => [
    name,
    ...(['bytes', 'replyMs', 'questionMs'] as const).map((figure) =>
      median(readings.map((reading) => reading[figure])).toFixed(0),
    ),
  ];
  const question = (readings: readonly Reading[]): number =>
    median(readings.map(({ questionMs }) => questionMs));
  const ratio = question(hosted) / question(bare);
  console.log(`\nslow 4G, ${CPU_SLOWDOWN}x, ${rounds} rounds, medians\n`);
  console.log(
    table(
      ['', 'bytes', 'first byte ms', 'question ms'],
      [row('bare page', bare), row('/s/{code}', hosted)],
    ),
  );
  const best = (readings: readonly Reading[]): number =>
    Math.min(...readings.map(({ questionMs }) => questionMs));
  console.log(`\n/s/{code} against the bare page: ${ratio.toFixed(2)} (goal ${GOAL})`);
  console.log(`the best rounds of both: ${(best(hosted) / best(bare)).toFixed(2)}`);
  const blocking = new Set(hosted.flatMap((reading) => reading.blocking));
  if (blocking.size > 0) console.error(`✗ the first paint waits for ${[...blocking].join(', ')}`);
  if (!(ratio <= GOAL)) console.error(`✗ the ratio is over ${GOAL}`);
  process.exitCode = blocking.size === 0 && ratio <= GOAL ? 0 : 1;
}
